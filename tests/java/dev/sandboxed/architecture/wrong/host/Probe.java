package dev.sandboxed.architecture.wrong.host;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** A room that may touch the machine. */
@NullMarked
public final class Probe {

  private Probe() {}

  /** Asks the file system. */
  public static boolean exists(Path path) {
    return Files.exists(path);
  }
}
