# The functions of nixpkgs' lib that our packages use, and what those need.
let
  lib = {
    inherit (builtins)
      attrNames
      attrValues
      concatLists
      concatMap
      concatStringsSep
      elem
      filter
      foldl'
      hasAttr
      head
      isAttrs
      isList
          isString
      mapAttrs
      pathExists
      readFile
      replaceStrings
      ;

    # Of functions.
    fix =
      f:
      let
        x = f x;
      in
      x;
    extends =
      overlay: f: final:
      let
        prev = f final;
      in
      prev // overlay final prev;
    composeExtensions =
      f: g: final: prev:
      let
        first = f final prev;
      in
      first // g final (prev // first);
    composeManyExtensions = lib.foldr lib.composeExtensions (_final: _prev: { });
    makeExtensible =
      f:
      lib.fix f
      // {
        extend = overlay: lib.makeExtensible (lib.extends overlay f);
      };
    functionArgs = f: if f ? __functor then f.__functionArgs else builtins.functionArgs f;

    # Of lists.
    foldr =
      f: last: list:
      if list == [ ] then last else f (builtins.head list) (lib.foldr f last (builtins.tail list));
    unique = builtins.foldl' (
      found: element: if builtins.elem element found then found else found ++ [ element ]
    ) [ ];
    optional = condition: element: if condition then [ element ] else [ ];
    optionals = condition: list: if condition then list else [ ];
    toList = value: if builtins.isList value then value else [ value ];

    # Of attribute sets.
    filterAttrs =
      keep: set:
      removeAttrs set (builtins.filter (name: !keep name set.${name}) (builtins.attrNames set));
    genAttrs = names: f: builtins.listToAttrs (map (name: lib.nameValuePair name (f name)) names);
    mapAttrs' = f: set: builtins.listToAttrs (lib.mapAttrsToList f set);
    mapAttrsToList = f: set: map (name: f name set.${name}) (builtins.attrNames set);
    nameValuePair = name: value: { inherit name value; };
    optionalAttrs = condition: set: if condition then set else { };
    isDerivation = value: value.type or null == "derivation";

    # Of text.
    concatMapStringsSep = separator: f: list: builtins.concatStringsSep separator (map f list);
    concatLines = lib.concatMapStrings (line: "${line}\n");
    concatMapStrings = f: list: lib.concatMapStringsSep "" f list;
    escapeShellArg = value: "'${builtins.replaceStrings [ "'" ] [ "'\\''" ] (toString value)}'";
    escapeShellArgs = lib.concatMapStringsSep " " lib.escapeShellArg;
    fileContents = file: lib.removeSuffix "\n" (builtins.readFile file);
    hasSuffix =
      suffix: text:
      let
        start = builtins.stringLength text - builtins.stringLength suffix;
      in
      start >= 0 && builtins.substring start (-1) text == suffix;
    importJSON = file: builtins.fromJSON (builtins.readFile file);
    removeSuffix =
      suffix: text:
      if lib.hasSuffix suffix text then
        builtins.substring 0 (builtins.stringLength text - builtins.stringLength suffix) text
      else
        text;
    versionOlder = a: b: builtins.compareVersions b a == 1;

    # Of packages.
    getBin = package: package.bin or package;
    getExe = package: lib.getExe' package package.meta.mainProgram;
    getExe' =
      package: program:
      if lib.isDerivation package then
        "${lib.getBin package}/bin/${program}"
      else
        throw "lib.meta.getExe': The first argument is not a derivation";
    getName = package: package.pname or (builtins.parseDrvName (package.name or package)).name;
    getVersion = package: package.version or (builtins.parseDrvName package.name).version;
    makeBinPath = lib.concatMapStringsSep ":" (package: "${lib.getBin package}/bin");
    callPackageWith =
      packages: package: arguments:
      let
        f = if builtins.isFunction package then package else import package;
      in
      lib.makeOverridable f (builtins.intersectAttrs (lib.functionArgs f) packages // arguments);
    makeScope =
      newScope: f:
      let
        scope = f scope // {
          newScope = more: newScope (scope // more);
          callPackage = scope.newScope { };
        };
      in
      scope;
    makeOverridable =
      f: arguments:
      let
        result = f arguments;
        override =
          change:
          lib.makeOverridable f (
            arguments // (if builtins.isFunction change then change arguments else change)
          );
      in
      if builtins.isAttrs result then
        result
        // {
          inherit override;
        }
        // lib.optionalAttrs (result ? overrideAttrs) {
          overrideAttrs = change: lib.makeOverridable (old: (f old).overrideAttrs change) arguments;
        }
      else if builtins.isFunction result then
        {
          inherit override;
          __functor = _self: result;
          __functionArgs = builtins.functionArgs result;
        }
      else
        result;

    # A set of files is here the list of paths that make it up.
    fileset = {
      unions = builtins.concatMap (part: lib.toList part);
      toSource =
        { root, fileset }:
        let
          parts = map toString (lib.toList fileset);
          inside = path: parent: path == parent || lib.hasPrefix "${parent}/" path;
        in
        builtins.path {
          name = "source";
          path = root;
          filter = path: _type: builtins.any (part: inside path part || inside part path) parts;
        };
    };
    optionalString = condition: text: if condition then text else "";
    hasPrefix = prefix: text: builtins.substring 0 (builtins.stringLength prefix) text == prefix;

    licenses = {
      asl20 = {
        spdxId = "Apache-2.0";
        free = true;
      };
      mit = {
        spdxId = "MIT";
        free = true;
      };
      unfree.free = false;
    };
    platforms.linux = [
      "aarch64-linux"
      "x86_64-linux"
    ];
    sourceTypes = {
      fromSource.isSource = true;
      binaryBytecode.isSource = false;
    };
  };
in
lib
