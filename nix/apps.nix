# What `nix run` starts: the program, and the launchers of the agents.
{
  lib,
  pkgs,
  agents,
}:
let
  app = package: {
    type = "app";
    program = lib.getExe package;
    meta.description = package.meta.description;
  };
in
lib.mapAttrs (_: app) agents
// {
  sandboxed = app pkgs.sandboxed;
  default = app pkgs.sandboxed;
}
