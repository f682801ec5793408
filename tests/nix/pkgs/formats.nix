# nixpkgs' formats, as far as TOML goes, with a writer in Nix in place of a program.
{ lib, writeText }:
let
  inherit (builtins)
    attrNames
    concatStringsSep
    filter
    isAttrs
    isFloat
    isList
    toJSON
    ;

  key = name: if builtins.match "[A-Za-z0-9_-]+" name != null then name else toJSON name;

  member = set: name: "${key name} = ${inline set.${name}}";

  # A string of JSON is one of TOML too.
  inline =
    value:
    if isList value then
      "[${concatStringsSep ", " (map inline value)}]"
    else if isAttrs value then
      "{ ${concatStringsSep ", " (map (member value) (attrNames value))} }"
    else if isFloat value then
      toString value
    else
      toJSON value;

  # The keys of a table, and the tables below it.
  table =
    path: value:
    let
      tables = filter (name: isAttrs value.${name}) (attrNames value);
      keys = filter (name: !isAttrs value.${name}) (attrNames value);
    in
    lib.optional (path != [ ]) "\n[${concatStringsSep "." (map key path)}]\n"
    ++ map (name: "${member value name}\n") keys
    ++ builtins.concatMap (name: table (path ++ [ name ]) value.${name}) tables;
in
{
  toml = _: {
    type =
      let
        inherit (lib) types;
        value =
          types.oneOf [
            types.bool
            types.int
            types.float
            types.str
            types.path
            (types.attrsOf value)
            (types.listOf value)
          ]
          // {
            description = "TOML value";
          };
      in
      value;

    generate = name: value: writeText name (concatStringsSep "" (table [ ] value));
  };
}
