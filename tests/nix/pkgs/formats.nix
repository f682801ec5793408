# nixpkgs' formats, as far as TOML goes.
{ lib, writeText }:
{
  toml =
    _:
    let
      # Every value can be written inline, so a table needs no header of its own.
      value =
        one:
        if builtins.isAttrs one then
          "{ ${lib.concatStringsSep ", " (lib.mapAttrsToList member one)} }"
        else if builtins.isList one then
          "[ ${lib.concatMapStringsSep ", " value one} ]"
        else
          builtins.toJSON one;
      member = name: one: "${builtins.toJSON name} = ${value one}";
    in
    {
      generate =
        name: table:
        writeText name (lib.concatStringsSep "" (lib.mapAttrsToList (key: one: "${member key one}\n") table));
    };
}
