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

  pkgs = lib.makeExtensible (
    final:
    import ./pkgs {
      inherit lib system;
      config = { };
      pkgs = final;
      machine = import ./machine.nix // {
        inherit bash;
      };
    }
  );

  program =
    name:
    pkgs.writeShellScriptBin name ''
      # ${stamp}
      exec ${checkout}/bin/${name} "$@"
    '';

  systems = import ./systems.nix {
    inherit lib;
    pkgsFor = _: pkgs;
  };
in
{
  inherit lib pkgs;

  nixpkgs = {
    lib = lib // {
      inherit (systems) nixosSystem;
    };
    legacyPackages.${system} = pkgs;
    # So that `import nixpkgs { … }` is a call of default.nix.
    outPath = ./.;
  };

  home-manager.lib = { inherit (systems) homeManagerConfiguration; };

  sandboxed =
    let
      tools = [
        pkgs.bubblewrap
        pkgs.util-linuxMinimal
      ];
      sandboxed = { inherit tools; };
      self = {
        overlays.default = _final: prev: {
          # What AppArmor has to know of each.
          sandboxed = program "sandboxed" // {
            inherit tools;
          };
          claude-sandboxed = program "claude-sandboxed" // {
            inherit sandboxed;
          };
          gemini-sandboxed = program "gemini-sandboxed" // {
            inherit sandboxed;
          };
          antigravity-sandboxed = prev.writeShellScriptBin "antigravity-sandboxed" "exit 1" // {
            inherit sandboxed;
          };
          mkSandboxed = self.lib.mkSandboxed;
        };
        packages.${system} = {
          inherit (pkgs.extend self.overlays.default) claude-sandboxed gemini-sandboxed sandboxed;
        };
        nixosModules.default = import ../../nix/modules/nixos.nix self;
        homeModules.default = import ../../nix/modules/home.nix self;
        lib.mkSandboxed =
          { package, extraPackages }:
          program "${package.meta.mainProgram}-sandboxed" // { inherit extraPackages; };
      };
    in
    self;
}
