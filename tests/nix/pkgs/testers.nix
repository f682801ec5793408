# nixpkgs' tests of NixOS, without the virtual machines: each node is evaluated and built as a system, and the script is there to read.
{ lib, pkgs, ... }:
let
  systems = import ../systems.nix {
    inherit lib;
    pkgsFor = _: pkgs;
  };

  # What only a virtual machine has.
  virtual = {
    options.virtualisation.vlans = lib.mkOption {
      type = lib.types.listOf lib.types.int;
      default = [ 1 ];
    };
  };
in
{
  testers.runNixOSTest =
    {
      name,
      nodes,
      testScript,
    }:
    let
      evaluated = lib.mapAttrs (
        _: node:
        systems.nixosSystem {
          inherit (pkgs) system;
          modules = [
            virtual
            node
          ];
        }
      ) nodes;
    in
    pkgs.runCommand "vm-test-run-${name}"
      {
        env.testScript = testScript;
        env.systems = toString (
          lib.mapAttrsToList (_: node: node.config.system.build.toplevel) evaluated
        );
        passthru.nodes = lib.mapAttrs (_: node: node.config) evaluated;
      }
      ''
        mkdir $out
        printf '%s' "$testScript" >$out/test-script
        printf '%s\n' $systems >$out/systems
        ln -s ${evaluated.machine.config.system.build.toplevel}/bin $out/programs
      '';
}
