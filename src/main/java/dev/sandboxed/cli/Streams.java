package dev.sandboxed.cli;

import dev.sandboxed.planning.Audience;
import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out what was asked for
 * @param err messages to the person
 * @param terminal whether a person is watching {@code err}
 */
record Streams(PrintStream out, PrintStream err, boolean terminal) implements Audience {

  /** Prints a message to the person, for example what takes long. */
  @Override
  public void say(String message) {
    err.println("sandboxed: " + message);
  }
}
