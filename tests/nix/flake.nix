# A stand-in for nixpkgs, for tests that have a Nix but no network: as much of its lib and of its packages as our flake
# asks for, by the same names and with the same meaning. Its programs are those of the machine it runs on.
{
  outputs =
    _:
    let
      lib = import ./lib;
    in
    {
      inherit lib;
      legacyPackages = lib.genAttrs [ "x86_64-linux" "aarch64-linux" ] (
        system: import ./. { inherit system; }
      );
    };
}
