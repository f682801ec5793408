package dev.sandboxed.cli;

import java.util.Optional;

/** A person at a terminal who sees what is said and can answer. */
interface Dialogue {

  /**
   * Asks, and waits for a line. What was typed before the question was there does not count.
   *
   * @return empty where the input has ended
   */
  Optional<String> ask(String question);
}
