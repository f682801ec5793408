{
  description = "Runs AI coding agents in a sandbox that contains only what the work needs";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      inherit (nixpkgs) lib;
      forEachSystem = lib.genAttrs [
        "x86_64-linux"
        "aarch64-linux"
      ];

      # These agents are unfree, and a person who runs claude-sandboxed has chosen Claude Code by name. This allows these alone, in
      # this flake's own nixpkgs only: the overlay and the modules leave the decision to their user.
      unfree = [
        "antigravity-cli"
        "claude-code"
      ];
      pkgsFor = forEachSystem (
        system:
        import nixpkgs {
          inherit system;
          config.allowUnfreePredicate = package: builtins.elem (lib.getName package) unfree;
          overlays = [ self.overlays.default ];
        }
      );
      forEachPkgs = make: forEachSystem (system: make pkgsFor.${system});
      agentsFor = forEachPkgs (pkgs: import ./nix/agents.nix { inherit lib pkgs; });
      agentsOf = pkgs: agentsFor.${pkgs.stdenv.hostPlatform.system};
    in
    {
      overlays.default = import ./nix/overlay.nix;

      packages = forEachPkgs (
        pkgs:
        agentsOf pkgs
        // {
          inherit (pkgs) sandboxed;
          default = pkgs.sandboxed;
        }
      );

      apps = forEachPkgs (
        pkgs:
        import ./nix/apps.nix {
          inherit lib pkgs;
          agents = agentsOf pkgs;
        }
      );

      lib.mkSandboxed = import ./nix/lib.nix { inherit pkgsFor; };

      nixosModules.default = import ./nix/modules/nixos.nix self;
      homeModules.default = import ./nix/modules/home.nix self;

      devShells = forEachPkgs (pkgs: {
        default = pkgs.callPackage ./nix/dev-shell.nix { };
      });

      checks = forEachPkgs (
        pkgs:
        import ./nix/checks.nix {
          inherit lib pkgs;
          agents = agentsOf pkgs;
          nixosModule = self.nixosModules.default;
        }
      );

      formatter = forEachPkgs (pkgs: pkgs.nixfmt-tree);

      templates.default = {
        path = ./nix/template;
        description = "A project whose dev shell has sandboxed agents in it";
      };
    };
}
