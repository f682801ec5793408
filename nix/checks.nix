# What `nix flake check` checks, beside that everything evaluates.
{ lib, pkgs }:
let
  inherit (pkgs)
    claude-sandboxed
    closureInfo
    gemini-sandboxed
    nixfmt
    runCommand
    sandboxed
    shellcheck
    ;

  # Without an agent; in bytes.
  most = 150 * 1024 * 1024;
in
{
  inherit sandboxed claude-sandboxed gemini-sandboxed;

  closure-size =
    runCommand "closure-size"
      {
        closure = closureInfo { rootPaths = [ sandboxed ]; };
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
          ../nix/update-maven-lock
          ../src/main/bash
        ];
      }
    }
    shellcheck --check-sourced bin/{sandboxed,setup,*-sandboxed} nix/update-maven-lock src/main/bash/*
    shellcheck ${lib.getExe sandboxed} ${lib.getExe claude-sandboxed}
    touch $out
  '';

  format = runCommand "format" { nativeBuildInputs = [ nixfmt ]; } ''
    cd ${
      lib.fileset.toSource {
        root = ../.;
        fileset = lib.fileset.unions [
          ../flake.nix
          ../nix
          ../tests/nix
        ];
      }
    }
    find . -name '*.nix' -exec nixfmt --check {} +
    touch $out
  '';
}
