# `programs.sandboxed` for NixOS: for all users of the machine, together with what the machine itself has to allow.
self:
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.programs.sandboxed;
  shared = import ./shared.nix { inherit lib pkgs cfg; };

  # As distributions do for their own bwrap: not confined any further, but allowed user namespaces.
  policy = program: ''
    abi <abi/4.0>,
    include <tunables/global>
    profile sandboxed-${program} {${lib.concatMapStringsSep "," lib.getBin cfg.package.tools}}/bin/${program} flags=(unconfined) {
      userns,
      include if exists <local/sandboxed-${program}>
    }
  '';
in
{
  key = toString ./nixos.nix;
  _file = ./nixos.nix;
  imports = [ (import ./options.nix self) ];

  config = lib.mkIf cfg.enable {
    environment.systemPackages = shared.packages;
    environment.sessionVariables = shared.variables;
    environment.etc = shared.files;

    # slirp4netns, for the network tier internet-only, opens /dev/net/tun.
    boot.kernelModules = [ "tun" ];

    # Stronger than the mkDefault of the hardened profile, weaker than a person's own setting.
    security.unprivilegedUsernsClone = lib.mkOverride 900 true;

    # bwrap makes the sandbox; unshare makes the network of internet-only before it.
    security.apparmor.policies = lib.mkIf config.security.apparmor.enable {
      sandboxed-bwrap.profile = policy "bwrap";
      sandboxed-unshare.profile = policy "unshare";
    };

    assertions = shared.assertions ++ [
      {
        assertion = config.security.allowUserNamespaces;
        message = ''
          programs.sandboxed.enable: no sandbox can be made where security.allowUserNamespaces is false.
          Set it to true (the hardened profile sets it to false), or programs.sandboxed.enable to false.
        '';
      }
      {
        assertion = config.security.unprivilegedUsernsClone;
        message = ''
          programs.sandboxed.enable: no sandbox can be made by ordinary users where security.unprivilegedUsernsClone
          was set to false. Take that out, or set programs.sandboxed.enable to false.
        '';
      }
    ];
  };
}
