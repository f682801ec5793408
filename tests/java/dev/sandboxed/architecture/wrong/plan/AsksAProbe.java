package dev.sandboxed.architecture.wrong.plan;

import dev.sandboxed.architecture.wrong.host.Probe;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** A pure room that makes another room look. */
@NullMarked
public final class AsksAProbe {

  private AsksAProbe() {}

  /** Touches the machine through a room that may. */
  public static boolean exists(Path path) {
    return Probe.exists(path);
  }
}
