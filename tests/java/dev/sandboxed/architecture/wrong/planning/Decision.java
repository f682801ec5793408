package dev.sandboxed.architecture.wrong.planning;

import dev.sandboxed.architecture.wrong.host.Probe;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** A decision that makes another room look. */
@NullMarked
public final class Decision {

  private Decision() {}

  /** Touches the machine through a room that may. */
  public static boolean exists(Path path) {
    return Probe.exists(path);
  }
}
