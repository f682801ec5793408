package dev.sandboxed.opening.look;

import dev.sandboxed.opening.Found;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Adds to what was found. */
final class Places {

  private Places() {}

  /** The same, and these files, which are no reason to show anything by themselves. */
  static Found with(Found found, List<Found.Place> files) {
    return with(found, files, Map.of());
  }

  /** The same, and these files with their variables. */
  static Found with(Found found, List<Found.Place> files, Map<String, String> variables) {
    if (!(found instanceof Found.Here here)) {
      return found;
    }
    Map<String, String> all = new TreeMap<>(here.variables());
    all.putAll(variables);
    return new Found.Here(
        Stream.concat(here.places().stream(), files.stream()).toList(), all, here.notes());
  }

  /** The same, and a sentence for the person. */
  static Found noting(Found found, String note) {
    return found instanceof Found.Here here
        ? new Found.Here(
            here.places(),
            here.variables(),
            Stream.concat(here.notes().stream(), Stream.of(note)).toList())
        : found;
  }
}
