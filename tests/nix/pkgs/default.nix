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
  formats = pkgs.callPackage ./formats.nix { };
  runtimeShell = "${pkgs.bash}/bin/bash";
  stdenv = import ./stdenv {
    inherit
      config
      lib
      machine
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
