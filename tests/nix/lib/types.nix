# The types of options that modules here use, with the rules of nixpkgs' lib/types.nix for what fits and what merges.
{ lib }:
let
  inherit (builtins)
    all
    concatMap
    elem
    filter
    head
    isAttrs
    isFunction
    isList
    isString
    length
    listToAttrs
    mapAttrs
    tail
    ;
  inherit (lib) mergeDefinitions showDefs showOption;

  mkOptionType = attributes: { merge = mergeOne; } // attributes // { _type = "option-type"; };

  conflict =
    loc: defs:
    throw "The option `${showOption loc}' has conflicting definition values:${showDefs defs}\nUse `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of these definitions.";

  # One definition, or several that say the same.
  mergeEqual =
    loc: defs:
    if all (def: def.value == (head defs).value) defs then (head defs).value else conflict loc defs;

  # One definition and no more.
  mergeOne =
    loc: defs:
    if length defs == 1 then
      (head defs).value
    else
      throw "The option `${showOption loc}' is defined multiple times while it's expected to be unique. Definition values:${showDefs defs}";

  isStorePath =
    value:
    (builtins.isPath value || isString value || isAttrs value && value ? outPath)
    && builtins.match "${builtins.storeDir}/[^/]+" (toString value) != null;

  simple =
    description: check:
    mkOptionType {
      inherit description check;
      merge = mergeEqual;
    };

  # What definitions of attribute sets say of each name.
  byName =
    defs:
    builtins.zipAttrsWith (_: found: found) (
      map (
        def:
        mapAttrs (_: value: {
          inherit (def) file;
          inherit value;
        }) def.value
      ) defs
    );

  attrs =
    description: lazy: type:
    mkOptionType {
      inherit description;
      check = isAttrs;
      merge =
        loc: defs:
        let
          merged = mapAttrs (name: mergeDefinitions (loc ++ [ name ]) type) (byName defs);
          names = builtins.attrNames merged;
          # Lazily, whether a name is there cannot depend on a condition.
          kept = if lazy then names else filter (name: merged.${name}.isDefined) names;
        in
        listToAttrs (
          map (name: {
            inherit name;
            inherit (merged.${name}) value;
          }) kept
        );
    };

  anything =
    loc: defs:
    if all (def: isAttrs def.value && !(def.value ? outPath)) defs then
      mapAttrs (
        name: found:
        (mergeDefinitions (loc ++ [ name ]) (mkOptionType {
          description = "anything";
          check = _: true;
          merge = anything;
        }) found).value
      ) (byName defs)
    else
      mergeEqual loc defs;
in
rec {
  inherit mkOptionType;

  bool = simple "boolean" builtins.isBool;
  int = simple "signed integer" builtins.isInt;
  float = simple "floating point number" builtins.isFloat;
  str = simple "string" isString;
  strMatching =
    pattern:
    simple "string matching the pattern ${pattern}" (
      value: isString value && builtins.match pattern value != null
    );
  path = simple "absolute path" (
    value:
    let
      text = toString value;
    in
    builtins.isPath value
    || (isString value || value ? outPath && isAttrs value)
    && builtins.substring 0 1 text == "/"
  );
  lines = str // {
    description = "strings concatenated with \"\\n\"";
    merge = _: defs: builtins.concatStringsSep "\n" (map (def: def.value) defs);
  };
  enum =
    values:
    simple "one of ${lib.concatMapStringsSep ", " builtins.toJSON values}" (
      value: elem value values
    );

  package = mkOptionType {
    description = "package";
    check = value: isAttrs value && value.type or null == "derivation" || isStorePath value;
  };
  raw = mkOptionType {
    description = "raw value";
    check = _: true;
  };
  unspecified = mkOptionType {
    description = "unspecified value";
    check = _: true;
    merge = anything;
  };
  optionType = mkOptionType {
    description = "optionType";
    check = value: isAttrs value && value._type or null == "option-type";
  };

  nullOr =
    type:
    mkOptionType {
      description = "null or ${type.description}";
      check = value: value == null || type.check value;
      merge =
        loc: defs:
        let
          nulls = filter (def: def.value == null) defs;
        in
        if length nulls == length defs then
          null
        else if nulls != [ ] then
          throw "The option `${showOption loc}' is defined both null and not null. Definition values:${showDefs defs}"
        else
          type.merge loc defs;
    };

  listOf =
    type:
    mkOptionType {
      description = "list of ${type.description}";
      check = isList;
      merge =
        loc: defs:
        map (merged: merged.value) (
          filter (merged: merged.isDefined) (
            concatMap (
              def:
              map (
                value:
                mergeDefinitions (loc ++ [ "*" ]) type [
                  {
                    inherit (def) file;
                    inherit value;
                  }
                ]
              ) def.value
            ) defs
          )
        );
    };

  attrsOf = type: attrs "attribute set of ${type.description}" false type;
  lazyAttrsOf = type: attrs "lazy attribute set of ${type.description}" true type;

  either =
    one: other:
    mkOptionType {
      description = "${one.description} or ${other.description}";
      check = value: one.check value || other.check value;
      merge =
        loc: defs:
        if all (def: one.check def.value) defs then
          one.merge loc defs
        else if all (def: other.check def.value) defs then
          other.merge loc defs
        else
          mergeOne loc defs;
    };
  oneOf = types: builtins.foldl' either (head types) (tail types);

  # A module, or a list of them, as a value; `name` is the attribute that it is the value of.
  submodule =
    modules:
    let
      base = if isList modules then modules else [ modules ];
      freeform = filter (module: isAttrs module && module ? freeformType) base;
    in
    mkOptionType {
      description =
        if freeform == [ ] then
          "submodule"
        else
          "open submodule of ${(head freeform).freeformType.description}";
      check = value: isAttrs value || isFunction value;
      merge =
        loc: defs:
        (lib.evalModulesAt loc {
          modules = [
            { _module.args.name = builtins.elemAt loc (length loc - 1); }
          ]
          ++ base
          ++ map (
            def:
            if isAttrs def.value then
              {
                _file = def.file;
                config = def.value;
              }
            else
              {
                _file = def.file;
                imports = [ def.value ];
              }
          ) defs;
        }).config;
    };
}
