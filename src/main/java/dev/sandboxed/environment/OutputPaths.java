package dev.sandboxed.environment;

import dev.sandboxed.nix.shell.DevEnv;
import dev.sandboxed.nix.store.StorePath;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The paths of a dev shell's own outputs, which are never built. As in {@code nix develop}
 * (src/nix/develop.cc, makeRcScript), anything that names an output names a directory of the
 * project instead. At its place in the store is the file in which Nix recorded the dev shell, and
 * that refers to everything the build needs.
 */
final class OutputPaths {

  private final Map<String, String> places;

  private OutputPaths(Map<String, String> places) {
    this.places = new TreeMap<>(places);
  }

  /** The output paths of a dev shell. */
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

  /** Adds the paths of outputs, each of which is in the variable of its name. */
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

  /** A text of the dev shell, with its output paths replaced. */
  String in(String text) {
    String moved = text;
    for (Map.Entry<String, String> place : places.entrySet()) {
      moved = moved.replace(place.getKey(), place.getValue());
    }
    return moved;
  }
}
