# As nixpkgs' own default.nix is called.
{
  system ? builtins.currentSystem,
  config ? { },
  overlays ? [ ],
}:
let
  lib = import ./lib;

  packages =
    final:
    import ./pkgs {
      inherit lib config system;
      pkgs = final;
      machine = import ./machine.nix;
    };
in
lib.makeExtensible (lib.extends (lib.composeManyExtensions overlays) packages)
