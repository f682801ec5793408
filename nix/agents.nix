# The launchers of those agents that this nixpkgs has: it may have removed one, or refuse to evaluate it. The rest of the flake
# works without.
{ lib, pkgs }:
let
  # nixpkgs answers this without asking what the package is made of.
  isThere =
    package:
    let
      tried = builtins.tryEval (pkgs.${package} or (throw "missing")).meta.available or true;
    in
    tried.success && tried.value;

  packages = {
    antigravity-sandboxed = "antigravity-cli";
    claude-sandboxed = "claude-code";
    gemini-sandboxed = "gemini-cli";
  };
in
lib.mapAttrs (launcher: _: pkgs.${launcher}) (lib.filterAttrs (_: isThere) packages)
