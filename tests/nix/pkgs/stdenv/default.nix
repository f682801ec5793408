# mkDerivation, with phases and hooks and what nixpkgs refuses to evaluate.
{
  lib,
  config,
  system,
  machine,
}:
let
  # What builds and `nix develop` begin with.
  setup = derivation {
    name = "stdenv";
    inherit system;
    builder = machine.bash;
    args = [
      "-c"
      ''
        PATH=$machinePath
        mkdir $out
        { printf 'machinePath=%q\n' "$machinePath"; printf '%s\n' "$(<$setup)"; } >$out/setup
      ''
    ];
    machinePath = machine.path;
    setup = ./setup.bash;
  };

  isUnfree =
    attributes:
    builtins.any (license: !(license.free or true)) (lib.toList (attributes.meta.license or [ ]));
  isAllowed =
    attributes:
    !(isUnfree attributes)
    || config.allowUnfree or false
    || (config.allowUnfreePredicate or (_package: false)) attributes;

  make =
    f:
    let
      attributes = f (attributes // { finalPackage = result; });
      name = attributes.name or "${attributes.pname}-${attributes.version}";
      outputs = attributes.outputs or [ "out" ];
      own = removeAttrs attributes [
        "env"
        "meta"
        "passthru"
      ];
      made = derivation (
        own
        // attributes.env or { }
        // {
          inherit name outputs system;
          builder = machine.bash;
          args = [
            "-e"
            ./builder.bash
          ];
          stdenv = setup;
        }
      );
      allowed =
        value:
        if isAllowed attributes then
          value
        else
          throw "Package '${name}' has an unfree license, refusing to evaluate.";
      result =
        made
        // {
          drvPath = allowed made.drvPath;
          outPath = allowed made.outPath;
          meta = {
            inherit name;
          }
          // attributes.meta or { };
          inherit system;
          overrideAttrs =
            change:
            make (
              final:
              let
                old = f final;
                one = if builtins.isFunction change then change old else change;
              in
              old // (if builtins.isFunction one then change final old else one)
            );
        }
        // attributes.passthru or { }
        // lib.optionalAttrs (attributes ? pname) { inherit (attributes) pname; }
        // lib.optionalAttrs (attributes ? version) { inherit (attributes) version; };
    in
    result;
in
{
  mkDerivation =
    attributes: make (if builtins.isFunction attributes then attributes else _final: attributes);
  hostPlatform = {
    inherit system;
    isLinux = true;
    isx86_64 = system == "x86_64-linux";
    isAarch64 = system == "aarch64-linux";
  };
  shell = machine.bash;
}
