# What `nix run` starts.
{ lib, pkgs }:
let
  app = package: {
    type = "app";
    program = lib.getExe package;
    meta.description = package.meta.description;
  };
in
rec {
  sandboxed = app pkgs.sandboxed;
  claude-sandboxed = app pkgs.claude-sandboxed;
  gemini-sandboxed = app pkgs.gemini-sandboxed;
  default = sandboxed;
}
