# The machine's own JDK, laid out as nixpkgs does it.
{ machine, pkgs, ... }:
let
  jdk25_headless =
    pkgs.runCommand "openjdk-headless-25"
      {
        pname = "openjdk-headless";
        version = "25";
        passthru.home = "${jdk25_headless}/lib/openjdk";
        meta.mainProgram = "java";
      }
      ''
        mkdir -p $out/lib
        ln -s ${machine.jdk} $out/lib/openjdk
        ln -s lib/openjdk/bin $out/bin
      '';
in
{
  inherit jdk25_headless;
}
