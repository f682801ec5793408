package dev.sandboxed.architecture.wrong.agent;

import java.time.Instant;
import org.jspecify.annotations.NullMarked;

/** Breaks a rule on purpose. */
@NullMarked
public final class ReadsTheClock {

  private ReadsTheClock() {}

  /** Nobody will know that a plan depends on it. */
  public static boolean isOld(Instant made) {
    return made.isBefore(Instant.now());
  }
}
