package dev.sandboxed.policy;

import dev.sandboxed.nix.DevEnv;
import dev.sandboxed.nix.StorePath;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where a dev shell's own outputs would be, which are never built. As {@code nix develop} does
 * (src/nix/develop.cc, makeRcScript), whatever names one of them names a directory of the project
 * instead. In the store its place is taken by what Nix recorded the dev shell in, and that refers
 * to all that the build needs.
 */
final class OutputPaths {

  private final Map<String, String> places;

  private OutputPaths(Map<String, String> places) {
    this.places = new TreeMap<>(places);
  }

  /** Those of a dev shell. */
  static OutputPaths of(DevEnv shell, Path project) {
    Map<String, DevEnv.Variable> variables = new TreeMap<>();
    shell.variables().forEach(variable -> variables.put(variable.name(), variable));
    Map<String, String> paths = new TreeMap<>();
    switch (variables.get("outputs")) {
      // Structured attributes hold the paths themselves.
      case DevEnv.Associative outputs -> paths.putAll(outputs.values());
      case DevEnv.Indexed names -> named(names.values(), variables, paths);
      case DevEnv.Exported names -> named(words(names.value()), variables, paths);
      case DevEnv.Local names -> named(words(names.value()), variables, paths);
      case null -> {}
    }
    Map<String, String> places = new TreeMap<>();
    paths.forEach((output, path) ->
        StorePath.of(path)
            .ifPresent(own -> places.put(own.path(), project + "/outputs/" + output)));
    return new OutputPaths(places);
  }

  /** Each output is in the variable of its name. */
  private static void named(
      List<String> names, Map<String, DevEnv.Variable> variables, Map<String, String> paths) {
    for (String name : names) {
      if (variables.get(name) instanceof DevEnv.Exported output) {
        paths.put(name, output.value());
      }
    }
  }

  private static List<String> words(String text) {
    return Stream.of(text.split("\\s+")).toList();
  }

  /** A text of the dev shell with the outputs where they would be. */
  String in(String text) {
    String moved = text;
    for (Map.Entry<String, String> place : places.entrySet()) {
      moved = moved.replace(place.getKey(), place.getValue());
    }
    return moved;
  }
}
