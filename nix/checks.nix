# What `nix flake check` checks, beside that everything evaluates. The form of the files is not among it: it depends on the
# version of the formatter, which a `follows` changes.
{
  lib,
  pkgs,
  agents,
  nixosModule,
}:
let
  inherit (pkgs)
    closureInfo
    runCommand
    sandboxed
    shellcheck
    ;

  # Without an agent; in bytes.
  most = 150 * 1024 * 1024;
in
agents
// {
  inherit sandboxed;

  closure-size =
    runCommand "closure-size"
      {
        env.closure = closureInfo { rootPaths = [ sandboxed ]; };
      }
      ''
        read -r size <$closure/total-nar-size
        echo "the closure of sandboxed is $size bytes, of ${toString most}" | tee $out
        ((size <= ${toString most}))
      '';

  shell = runCommand "shell" { nativeBuildInputs = [ shellcheck ]; } ''
    cd ${
      lib.fileset.toSource {
        root = ../.;
        fileset = lib.fileset.unions [
          ../.shellcheckrc
          ../bin
          ../nix/environment-file
          ../nix/update-maven-lock
          ../src/main/bash
        ];
      }
    }
    shellcheck --check-sourced bin/{sandboxed,setup,*-sandboxed} nix/{environment-file,update-maven-lock} src/main/bash/*
    shellcheck ${toString (map lib.getExe ([ sandboxed ] ++ builtins.attrValues agents))}
    touch $out
  '';

  vm = pkgs.callPackage ./vm.nix { inherit nixosModule; };
}
