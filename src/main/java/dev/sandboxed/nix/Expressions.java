package dev.sandboxed.nix;

import dev.sandboxed.nix.store.StorePath;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The fixed Nix expressions that ask about a flake in the store. Only strings vary in them. */
public final class Expressions {

  private Expressions() {}

  /** A source in the store, named so that pure evaluation takes it. */
  record Locked(StorePath path, String narHash) {}

  /** The derivation path of the first of these attributes that exists. */
  static String derivation(Locked source, List<List<String>> candidates) {
    String reference = "path:%s?narHash=%s".formatted(source.path(), encoded(source.narHash()));
    return """
    let
      outputs = (builtins.getFlake %s).outputs;
      candidates = [ %s ];
      find = path: set:
        if path == [ ] then [ set ]
        else if builtins.isAttrs set && builtins.hasAttr (builtins.head path) set
        then find (builtins.tail path) (builtins.getAttr (builtins.head path) set)
        else [ ];
      first = paths:
        if paths == [ ]
        then throw "the flake does not provide attribute %s"
        else
          let found = find (builtins.head paths) outputs;
          in if builtins.length found == 0 then first (builtins.tail paths) else builtins.head found;
      shell = first candidates;
    in
    if (shell.type or "") == "derivation"
    then shell.drvPath
    else throw "what the flake provides as its dev shell is not a derivation"
    """
        .formatted(
            string(reference),
            candidates.stream().map(Expressions::list).collect(Collectors.joining(" ")),
            candidates.stream()
                .map(path -> "'" + text(String.join(".", path)) + "'")
                .collect(Collectors.joining(" or ")));
  }

  /** Where a source is. */
  static String source(Locked source) {
    return "(%s).outPath".formatted(tree(source));
  }

  private static String tree(Locked source) {
    return "builtins.fetchTree { type = \"path\"; path = %s; narHash = %s; }"
        .formatted(string(source.path().path()), string(source.narHash()));
  }

  /** The inputs that a flake states, and those that only its outputs' arguments name. */
  static String inputs(Locked source) {
    return """
    let
      source = %s;
      flake = import (source.outPath + "/flake.nix");
      names = builtins.functionArgs flake.outputs;
      known = { url = 0; type = 0; path = 0; follows = 0; owner = 0; repo = 0; host = 0; id = 0; };
      text = value: if builtins.isString value then value else builtins.toString value;
      told = builtins.mapAttrs (_: input: {
        reference =
          builtins.mapAttrs (_: text) (builtins.intersectAttrs known input);
        inputs = told (input.inputs or { });
      });
    in
    told (builtins.mapAttrs (_: _: { }) (removeAttrs names [ "self" ]) // flake.inputs or { })
    """
        .formatted(tree(source));
  }

  private static String list(List<String> strings) {
    return strings.stream().map(Expressions::string).collect(Collectors.joining(" ", "[ ", " ]"));
  }

  private static String string(String value) {
    return '"' + text(value) + '"';
  }

  private static String text(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$");
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
