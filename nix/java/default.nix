# The Java part: a run-time environment, the jars, and the cache that makes them start quickly.
{ callPackage }:
let
  version = import ./version.nix;
  jre = callPackage ./jre.nix { };
  jars = callPackage ./jars.nix { inherit version; };
in
{
  inherit version jre jars;
  aot = callPackage ./aot.nix { inherit jre jars; };
}
