{
  description = "A project with sandboxed agents in its dev shell";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixpkgs-unstable";
    # Where you took this template from.
    sandboxed.url = "path:/home/ada/sandboxed";
    sandboxed.inputs.nixpkgs.follows = "nixpkgs";
  };

  outputs =
    { nixpkgs, sandboxed, ... }:
    let
      forEachSystem = nixpkgs.lib.genAttrs [
        "x86_64-linux"
        "aarch64-linux"
      ];
    in
    {
      devShells = forEachSystem (
        system:
        let
          pkgs = import nixpkgs {
            inherit system;
            # Claude Code is unfree. Other unfree packages stay refused.
            config.allowUnfreePredicate = package: nixpkgs.lib.getName package == "claude-code";
          };
          # What the project is built with, outside and inside.
          tools = [ pkgs.nodejs ];
        in
        {
          default = pkgs.mkShell {
            packages = tools ++ [
              # The command claude-sandboxed.
              (sandboxed.lib.mkSandboxed {
                package = pkgs.claude-code;
                extraPackages = tools;
              })
            ];
          };
        }
      );
    };
}
