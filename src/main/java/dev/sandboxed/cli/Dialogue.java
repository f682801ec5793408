package dev.sandboxed.cli;

import java.util.Optional;

/** A person at a terminal who sees the messages and can answer. */
interface Dialogue {

  /**
   * Asks, and waits for a line. What was typed before the question appeared does not count.
   *
   * @return empty if the input has ended
   */
  Optional<String> ask(String question);
}
