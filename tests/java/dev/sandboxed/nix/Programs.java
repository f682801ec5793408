package dev.sandboxed.nix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Real programs that tests drive. */
final class Programs {

  private Programs() {}

  /** A test needs the program, so it fails if the program is missing. */
  static Path onPath(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not on PATH; tests/run sets it up"));
  }
}
