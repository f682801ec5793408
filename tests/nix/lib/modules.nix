# A small module system, with the names, the rules and the errors of nixpkgs' lib/modules.nix. It lacks what nothing
# here needs: ordering of lists, merged declarations of one option, renamed options, warnings.
{ lib }:
let
  inherit (builtins)
    attrNames
    concatMap
    elem
    elemAt
    filter
    foldl'
    functionArgs
    head
    isAttrs
    isFunction
    isList
    length
    mapAttrs
    removeAttrs
    ;
  inherit (lib)
    isOption
    isType
    mkOption
    showDefs
    showOption
    types
    ;

  unknownFile = "<unknown-file>";

  # What each module set has beside its own options.
  internal.options._module = {
    args = mkOption {
      type = types.lazyAttrsOf types.raw;
      default = { };
    };
    freeformType = mkOption {
      type = types.nullOr types.optionType;
      default = null;
    };
  };

  # A module as { file; key; imports; options; config; }.
  load =
    args: file: module:
    if isFunction module then
      let
        asked = mapAttrs (name: _: args.${name} or args.config._module.args.${name}) (
          functionArgs module
        );
      in
      normalise file (module (asked // args))
    else if isAttrs module then
      normalise file module
    else if isList module then
      throw "Module imports can't be nested lists: in `${toString file}'."
    else
      load args (toString module) (import module);

  normalise =
    fallback: module:
    let
      file = module._file or fallback;
      meta = [
        "_file"
        "key"
        "imports"
        "freeformType"
      ];
      structured = module ? config || module ? options;
      unsupported = attrNames (
        removeAttrs module (
          meta
          ++ [
            "config"
            "options"
          ]
        )
      );
      config = if structured then module.config or { } else removeAttrs module meta;
    in
    if structured && unsupported != [ ] then
      throw "Module `${toString file}' has an unsupported attribute `${head unsupported}'. This is caused by introducing a top-level `config' or `options' attribute. Add configuration attributes immediately on the top level instead, or move all of them (namely: ${toString unsupported}) into the explicit `config' attribute."
    else
      {
        inherit file;
        key = module.key or null;
        imports = module.imports or [ ];
        options = module.options or { };
        config =
          if module ? freeformType then
            lib.mkMerge [
              config
              { _module.freeformType = module.freeformType; }
            ]
          else
            config;
      };

  # All modules with what they import, each key and each path once.
  collect =
    args: modules:
    let
      step =
        seen: file: module:
        let
          loaded = load args file module;
          key = if loaded.key != null then loaded.key else pathKey module;
          below = steps (if key == null then seen else seen ++ [ key ]) loaded.file loaded.imports;
        in
        if key != null && elem key seen then
          {
            inherit seen;
            modules = [ ];
          }
        else
          {
            inherit (below) seen;
            modules = [ loaded ] ++ below.modules;
          };
      steps =
        seen: file: modules:
        foldl'
          (
            done: module:
            let
              next = step done.seen file module;
            in
            {
              inherit (next) seen;
              modules = done.modules ++ next.modules;
            }
          )
          {
            inherit seen;
            modules = [ ];
          }
          modules;
    in
    (steps [ ] unknownFile modules).modules;

  # What comes later is merged first, as there.
  reverse = foldl' (done: module: [ module ] ++ done) [ ];

  pathKey =
    module: if isFunction module || isAttrs module || isList module then null else toString module;

  # One attribute set of definitions as several without mkIf, mkMerge and mkOverride around them: those go down to
  # what is in it, so that which options are defined never depends on a condition.
  pushDown =
    config:
    if isType "merge" config then
      concatMap pushDown config.contents
    else if isType "if" config then
      map (mapAttrs (_: lib.mkIf config.condition)) (pushDown config.content)
    else if isType "override" config then
      map (mapAttrs (_: lib.mkOverride config.priority)) (pushDown config.content)
    else if isAttrs config then
      [ config ]
    else
      throw "a set of options was expected, and not ${lib.showValue config}";

  # The options that `decls` declare and the values that `defs` give them, both lists of { file; value; }.
  evalOptions =
    loc: decls: defs:
    let
      declared = byName decls;
      defined = byName (
        concatMap (
          def:
          map (value: {
            inherit (def) file;
            inherit value;
          }) (pushDown def.value)
        ) defs
      );
      one =
        name: decls:
        let
          here = loc ++ [ name ];
          options = filter (decl: isOption decl.value) decls;
          files = lib.concatMapStringsSep " and " (decl: "`${toString decl.file}'") decls;
        in
        if options == [ ] then
          evalOptions here decls (defined.${name} or [ ])
        else if length decls > 1 then
          throw "The option `${showOption here}' is already declared: in ${files}."
        else
          evalOption here (head options).value (defined.${name} or [ ]);
      evaluated = mapAttrs one declared;
      below = filter (name: !(isOption evaluated.${name})) (attrNames declared);
    in
    {
      _type = "options";
      options = mapAttrs (_: option: if isOption option then option else option.options) evaluated;
      values = mapAttrs (
        _: option: if isOption option then option.value else option.values
      ) evaluated;
      # Definitions of what nobody declared, where they are.
      unmatched =
        concatMap (name: map (def: def // { path = loc ++ [ name ]; }) defined.${name}) (
          filter (name: !(declared ? ${name})) (attrNames defined)
        )
        ++ concatMap (name: evaluated.${name}.unmatched) below;
    };

  byName =
    sets:
    builtins.zipAttrsWith (_: found: found) (
      map (
        set:
        mapAttrs (_: value: {
          inherit (set) file;
          inherit value;
        }) set.value
      ) sets
    );

  evalOption =
    loc: option: defs:
    let
      type = option.type or types.unspecified;
      withDefault =
        defs
        ++ (
          if option ? default then
            [
              {
                file = "the default";
                value = lib.mkOptionDefault option.default;
              }
            ]
          else
            [ ]
        );
      merged = mergeDefinitions loc type withDefault;
      set = filter (def: def.file != "the default") merged.defs;
      value =
        if option.readOnly or false && length set > 1 then
          throw "The option `${showOption loc}' is read-only, but it's set multiple times. Definition values:${showDefs set}"
        else
          merged.value;
    in
    option
    // {
      inherit loc type;
      inherit (merged) isDefined;
      value = (option.apply or (value: value)) value;
      files = map (def: def.file) set;
      # nixpkgs calls it so: the declaration as it was evaluated is an option still.
      _type = "option";
    };

  # The definitions of one option that count, and the value that comes of them.
  mergeDefinitions =
    loc: type: defs:
    let
      discharge =
        value:
        if isType "merge" value then
          concatMap discharge value.contents
        else if isType "if" value then
          if !(builtins.isBool value.condition) then
            throw "The condition of mkIf for `${showOption loc}' is not a boolean"
          else if value.condition then
            discharge value.content
          else
            [ ]
        else
          [ value ];
      discharged = concatMap (
        def:
        map (value: {
          inherit (def) file;
          inherit value;
        }) (discharge def.value)
      ) defs;
      priority =
        def:
        if isType "override" def.value then def.value.priority else lib.defaultOverridePriority;
      lower = one: other: if one < other then one else other;
      least = foldl' lower 9999 (map priority discharged);
      final = concatMap (
        def:
        if priority def != least then
          [ ]
        else if isType "override" def.value then
          map (value: {
            inherit (def) file;
            inherit value;
          }) (discharge def.value.content)
        else
          [ def ]
      ) discharged;
      wrong = filter (def: !(type.check def.value)) final;
    in
    {
      defs = final;
      isDefined = final != [ ];
      value =
        if final == [ ] then
          throw "The option `${showOption loc}' was accessed but has no value defined. Try setting the option."
        else if wrong != [ ] then
          throw "A definition for option `${showOption loc}' is not of type `${type.description}'. Definition values:${showDefs wrong}"
        else
          type.merge loc final;
    };

  # `value` below the names of `path` from the how-manieth on.
  nest =
    from: path: value:
    if from == length path then value else { ${elemAt path from} = nest (from + 1) path value; };

  # Two sets of values that have no name in common but those of sets.
  over =
    below: above:
    below
    // mapAttrs (
      name: value:
      if isAttrs value && isAttrs (below.${name} or null) then over below.${name} value else value
    ) above;

  # As evalModules, for a place `prefix` in another set.
  evalModulesAt =
    prefix:
    {
      modules,
      specialArgs ? { },
    }:
    let
      args = {
        inherit lib config;
        inherit (evaluated) options;
      }
      // specialArgs;
      loaded = [ (normalise "lib/modules.nix" internal) ] ++ collect args modules;
      from =
        attribute:
        map (module: {
          inherit (module) file;
          value = module.${attribute};
        }) (reverse loaded);
      evaluated = evalOptions prefix (from "options") (from "config");
      inherit (evaluated) unmatched;
      freeform = evaluated.values._module.freeformType;
      config =
        if freeform == null then
          evaluated.values
        else
          over (freeform.merge prefix freeformDefs) evaluated.values;
      # Each as a set of its own, with the path that leads to it.
      freeformDefs = map (def: {
        inherit (def) file;
        value = nest (length prefix) def.path def.value;
      }) unmatched;
      unknown = head unmatched;
    in
    {
      inherit (evaluated) options;
      config =
        if freeform == null && unmatched != [ ] then
          throw "The option `${showOption unknown.path}' does not exist. Definition values:${showDefs [ unknown ]}"
        else
          removeAttrs config [ "_module" ];
    };
in
{
  inherit mergeDefinitions evalModulesAt;

  # { modules; specialArgs ? { }; } to { config; options; }.
  evalModules = evalModulesAt [ ];
}
