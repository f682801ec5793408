# All packages, each file one kind of them.
{
  lib,
  pkgs,
  system,
  config,
  machine,
}:
let
  newScope = more: lib.callPackageWith (pkgs // more);
  # Which packages there are must not depend on them, so these files get the whole set and take what they need.
  of = file: import file { inherit lib machine pkgs; };
  names = import ../names.nix;
in
{
  inherit
    config
    lib
    newScope
    pkgs
    system
    ;
  callPackage = newScope { };
  formats = import ./formats.nix {
    inherit lib;
    inherit (pkgs) writeText;
  };
  runtimeShell = "${pkgs.bash}/bin/bash";
  stdenv = import ./stdenv {
    inherit
      config
      lib
      machine
      names
      system
      ;
  };
  stdenvNoCC = pkgs.stdenv;
}
// of ./builders.nix
// of ./closures.nix
// of ./java.nix
// of ./programs.nix
// of ./agents.nix
// of ./testers.nix
