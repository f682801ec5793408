# mkDerivation, with phases and hooks and what nixpkgs refuses to evaluate.
{
  lib,
  config,
  system,
  machine,
  names,
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

  # What a package may say to mkDerivation. What a build reads beside that is in env; nixpkgs takes everything else for a variable, and so
  # a phase whose name is misspelt.
  known = names.names "mkDerivation";
  knownMeta = names.names "meta";

  checked =
    attributes:
    let
      all = attributes.name or attributes.pname;
      unknown = builtins.filter (name: !builtins.elem name known) (builtins.attrNames attributes);
      unknownMeta = builtins.filter (name: !builtins.elem name knownMeta) (
        builtins.attrNames (attributes.meta or { })
      );
      isVariable = value: lib.isString value || builtins.isBool value || lib.isDerivation value;
      wrong = lib.filterAttrs (_: value: !isVariable value) (attributes.env or { });
    in
    if unknown != [ ] then
      throw "${all}: mkDerivation does not know the attribute `${builtins.head unknown}'"
    else if unknownMeta != [ ] then
      throw "${all}: there is no attribute `meta.${builtins.head unknownMeta}'"
    else if wrong != { } then
      throw "${all}: the variable `${builtins.head (builtins.attrNames wrong)}' of env is not a string, boolean or derivation"
    else
      attributes;

  # Problems that a package says it has, as RFC 127 has them: a warning where nobody decides otherwise.
  problemsOf =
    attributes: handler:
    builtins.filter (
      problem: ((config.problems or { }).handlers or { }).${lib.getName attributes}.${problem} or "warn" == handler
    ) (builtins.attrNames (attributes.meta.problems or { }));

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
      attributes = checked (f (attributes // { finalPackage = result; }));
      name = attributes.name or "${attributes.pname}-${attributes.version}";
      outputs = attributes.outputs or [ "out" ];
      own = removeAttrs attributes [
        "env"
        "meta"
        "passthru"
        "strictDeps"
      ];
      made = derivation (
        own
        // (
          if attributes.__structuredAttrs or false then
            { env = attributes.env or { }; }
          else
            attributes.env or { }
        )
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
        if !isAllowed attributes then
          throw "Package '${name}' has an unfree license, refusing to evaluate."
        else if problemsOf attributes "error" != [ ] then
          throw "Package '${name}' has problems, refusing to evaluate."
        else if problemsOf attributes "warn" != [ ] then
          builtins.trace "evaluation warning: Package '${name}' has problems: ${toString (problemsOf attributes "warn")}" value
        else
          value;
      result =
        made
        // {
          drvPath = allowed made.drvPath;
          outPath = allowed made.outPath;
          meta = {
            inherit name;
            available = isAllowed attributes && problemsOf attributes "error" == [ ];
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
