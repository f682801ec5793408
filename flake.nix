{
  description = "Runs AI coding agents in a sandbox that contains only what the work needs";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixpkgs-unstable";

  outputs =
    { self, nixpkgs }:
    let
      inherit (nixpkgs) lib;
      forEachSystem = lib.genAttrs [
        "x86_64-linux"
        "aarch64-linux"
      ];

      # Claude Code is unfree, and a person who runs claude-sandboxed has chosen it by name. This allows that one package, in
      # this flake's own nixpkgs only: the overlay leaves the decision to its user.
      pkgsFor = forEachSystem (
        system:
        import nixpkgs {
          inherit system;
          config.allowUnfreePredicate = package: lib.getName package == "claude-code";
          overlays = [ self.overlays.default ];
        }
      );
      forEachPkgs = make: forEachSystem (system: make pkgsFor.${system});
    in
    {
      overlays.default = import ./nix/overlay.nix;

      packages = forEachPkgs (pkgs: {
        inherit (pkgs) sandboxed claude-sandboxed gemini-sandboxed;
        default = pkgs.sandboxed;
      });

      apps = forEachPkgs (pkgs: import ./nix/apps.nix { inherit lib pkgs; });

      lib.mkSandboxed = import ./nix/lib.nix { inherit pkgsFor; };

      nixosModules.default = import ./nix/modules/nixos.nix self;
      homeModules.default = import ./nix/modules/home.nix self;

      devShells = forEachPkgs (pkgs: {
        default = pkgs.callPackage ./nix/dev-shell.nix { };
      });

      checks = forEachPkgs (pkgs: import ./nix/checks.nix { inherit lib pkgs; });

      formatter = forEachPkgs (pkgs: pkgs.nixfmt-tree);

      templates.default = {
        path = ./nix/template;
        description = "A project whose dev shell has sandboxed agents in it";
      };
    };
}
