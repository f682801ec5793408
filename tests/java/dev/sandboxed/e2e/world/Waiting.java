package dev.sandboxed.e2e.world;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something another process does. Only a broken process ever reaches the limit. */
public final class Waiting {

  /** Far more than anything here takes, also where ten others build at the same time. */
  static final Duration LIMIT = Duration.ofMinutes(5);

  private static final Duration STEP = Duration.ofMillis(25);

  private Waiting() {}

  /**
   * Returns as soon as {@code condition} holds.
   *
   * @param expectation what was waited for, and what was found instead, for the failure message
   */
  public static void until(BooleanSupplier condition, Supplier<String> expectation) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + expectation.get());
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(STEP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }
}
