# A machine with the module, a neighbour on its LAN and a host on the internet, as virtual machines: what the options promise, on
# the kernel of NixOS and with AppArmor.
{
  lib,
  mkSandboxed,
  nixosModule,
  python3,
  testers,
  writeShellScriptBin,
}:
let
  # Addresses as in the real world: the second has to be one that counts as the internet.
  lan = "192.168.1.20";
  internet = "203.0.113.7";

  # In place of an agent, which would need an account. Its tools are those of every launcher.
  probe = mkSandboxed {
    package = writeShellScriptBin "probe" ''exec bash -c "$1"'';
  };

  # Interfaces have no addresses but those said here.
  addressed = address: {
    ipv4.addresses = lib.mkForce [
      {
        inherit address;
        prefixLength = 24;
      }
    ];
  };

  server = vlan: address: {
    virtualisation.vlans = [ vlan ];
    networking.interfaces.eth1 = addressed address;
    networking.firewall.allowedTCPPorts = [ 8000 ];
    systemd.services.server = {
      wantedBy = [ "multi-user.target" ];
      serviceConfig.ExecStart = "${lib.getExe python3} -m http.server --directory /etc/hostname.d 8000";
    };
    environment.etc."hostname.d/index.html".text = "this is ${address}";
  };
in
testers.runNixOSTest {
  name = "sandboxed";

  nodes = {
    machine = {
      imports = [ nixosModule ];
      virtualisation.vlans = [
        1
        2
      ];
      networking.interfaces.eth1 = addressed "192.168.1.5";
      networking.interfaces.eth2 = addressed "203.0.113.5";
      security.apparmor.enable = true;
      users.users.ada.isNormalUser = true;
      programs.sandboxed = {
        enable = true;
        agents.claude = {
          enable = true;
          package = probe;
        };
      };
    };

    lan = server 1 lan;
    internet = server 2 internet;
  };

  testScript = builtins.readFile ./vm.py;
}
