# The outputs of our flake that modules and projects use, with programs that run this checkout in place of built packages,
# and the flakes that people use them with.
{
  # A Nix expression's bash that builds can run.
  bash,
  # Different for each run of the tests, so that nothing was built before.
  stamp,
}:
let
  lib = import ./lib;
  system = builtins.currentSystem;
  checkout = toString ../..;

  run =
    name: script:
    derivation {
      inherit name system;
      builder = bash;
      args = [
        "-c"
        "set -e; PATH=/usr/bin:/bin; ${script}"
      ];
    };

  program =
    name:
    run name ''
      mkdir -p $out/bin
      printf '#!/bin/sh\nPATH=/usr/bin:/bin exec ${checkout}/bin/%s "$@" # ${stamp}\n' ${name} >$out/bin/${name}
      chmod +x $out/bin/${name}
    '';

  pkgs = {
    inherit lib;
    stdenv.hostPlatform = { inherit system; };
    runCommand = name: _: run name;
    writeText = builtins.toFile;
    formats = import ./pkgs/formats.nix { inherit (pkgs) lib writeText; };
    mkShell = { packages }: run "shell" "printf '%s\\n' ${toString packages} >$out";
  };

  systems = import ./systems.nix {
    inherit lib;
    pkgsFor = _: pkgs;
  };
in
{
  inherit lib pkgs run;

  nixpkgs = {
    lib = lib // {
      inherit (systems) nixosSystem;
    };
    legacyPackages.${system} = pkgs;
    # A flake that is imported is the packages for whoever calls it.
    outPath = ./packages-of-checkout.nix;
  };

  home-manager.lib = { inherit (systems) homeManagerConfiguration; };

  sandboxed =
    let
      self = {
        packages.${system} = {
          sandboxed = program "sandboxed" // {
            tools = [
              (run "bubblewrap" "")
              (run "util-linux" "")
            ];
          };
          claude-sandboxed = program "claude-sandboxed";
          gemini-sandboxed = program "gemini-sandboxed";
        };
        nixosModules.default = import ../../nix/modules/nixos.nix self;
        homeModules.default = import ../../nix/modules/home.nix self;
      };
    in
    self;
}
