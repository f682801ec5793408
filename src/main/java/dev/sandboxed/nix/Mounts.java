package dev.sandboxed.nix;

import java.nio.file.Path;
import java.util.List;

/** Bubblewrap's arguments for one mount. */
final class Mounts {

  private Mounts() {}

  static void add(List<String> arguments, String option, Path from, Path to) {
    arguments.addAll(List.of(option, from.toString(), to.toString()));
  }
}
