package dev.sandboxed.cli;

import dev.sandboxed.planning.Audience;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out what was asked for
 * @param err messages to the person
 * @param terminal whether a person is watching {@code err}
 */
record Streams(PrintStream out, PrintStream err, boolean terminal) implements Audience {

  /**
   * Makes sure that what was asked for has been written; streams of Java keep failures to
   * themselves.
   *
   * @throws UserFailure if it has not
   */
  void requireWritten() {
    if (out.checkError()) {
      throw new UserFailure(
          Problem.of(
              "output.not-written",
              "not everything could be written to standard output",
              "it is closed or full, or its reader has ended"));
    }
  }

  /** Prints a message to the person, for example what takes long. */
  @Override
  public void say(String message) {
    err.println("sandboxed: " + message);
  }
}
