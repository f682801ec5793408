package dev.sandboxed.architecture.wrong.bwrap;

import java.io.IOException;
import org.jspecify.annotations.NullMarked;

/** A pure room that has an effect. */
@NullMarked
public final class StartsAProgram {

  private StartsAProgram() {}

  /** Starts a process. */
  public static Process start() throws IOException {
    return new ProcessBuilder("true").start();
  }
}
