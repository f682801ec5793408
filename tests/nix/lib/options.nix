# Making options and giving them values: nixpkgs' lib/options.nix and the mk… functions of lib/modules.nix.
{ lib }:
let
  inherit (builtins) isAttrs isFunction;

  override = priority: content: {
    _type = "override";
    inherit priority content;
  };
in
rec {
  isType = type: value: isAttrs value && value._type or null == type;
  isOption = isType "option";

  mkOption =
    {
      default ? null,
      defaultText ? null,
      example ? null,
      description ? null,
      type ? null,
      apply ? null,
      internal ? null,
      visible ? null,
      readOnly ? null,
    }@attributes:
    attributes // { _type = "option"; };

  mkEnableOption =
    name:
    mkOption {
      default = false;
      example = true;
      description = "Whether to enable ${name}.";
      type = lib.types.bool;
    };

  mkPackageOption =
    pkgs: name:
    {
      nullable ? false,
      default ? name,
      example ? null,
      extraDescription ? "",
      pkgsText ? "pkgs",
    }:
    mkOption (
      {
        description = "The ${name} package to use.${extraDescription}";
        type = if nullable then lib.types.nullOr lib.types.package else lib.types.package;
      }
      // (
        if default == null then
          { default = null; }
        else
          {
            default = pkgs.${default} or (throw "${default} cannot be found in ${pkgsText}");
            defaultText = literalExpression "${pkgsText}.${default}";
          }
      )
      // (if example == null then { } else { inherit example; })
    );

  literalExpression = text: {
    _type = "literalExpression";
    inherit text;
  };

  literalMD = text: {
    _type = "literalMD";
    inherit text;
  };

  mkIf = condition: content: {
    _type = "if";
    inherit condition content;
  };

  mkMerge = contents: {
    _type = "merge";
    inherit contents;
  };

  # The smaller number wins.
  mkOverride = override;
  mkOptionDefault = override 1500;
  mkDefault = override 1000;
  mkForce = override 50;
  defaultOverridePriority = 100;

  showOption =
    path:
    builtins.concatStringsSep "." (
      map (
        part:
        let
          isIdentifier = builtins.match "[a-zA-Z_][a-zA-Z0-9_'-]*" part != null;
        in
        if isIdentifier then part else builtins.toJSON part
      ) path
    );

  # What a definition says, for errors: never more than its outside, as the inside may be an error itself.
  showValue =
    value:
    if isFunction value then
      "<function>"
    else if value ? outPath && isAttrs value then
      "<derivation ${value.name or "?"}>"
    else if isAttrs value then
      "{ ${builtins.concatStringsSep " " (map (name: "${name} = …;") (builtins.attrNames value))} }"
    else if builtins.isList value then
      "a list of ${toString (builtins.length value)}"
    else
      builtins.toJSON value;

  showDefs =
    defs:
    builtins.concatStringsSep "" (
      map (def: "\n- In `${toString def.file}': ${showValue def.value}") defs
    );
}
