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
 * @param verbatim the same, for what must arrive as it is: files to be allowed, and JSON
 * @param terminal whether a person is watching {@code err}
 * @param called how commands in texts are spelled; {@code err} does that by itself
 * @param columns how many characters of {@code err} fit into a line
 */
record Streams(
    PrintStream out,
    PrintStream err,
    PrintStream verbatim,
    boolean terminal,
    Called called,
    int columns)
    implements Audience {

  /** What most terminals have at least, and lines are read best at. */
  static final int USUAL_COLUMNS = 80;

  private static final String FROM_THE_BEGINNING = "\r\u001b[K";

  Streams(PrintStream out, PrintStream err, boolean terminal) {
    this(out, err, terminal, new Called(Called.NAME), USUAL_COLUMNS);
  }

  Streams(PrintStream out, PrintStream err, boolean terminal, Called called, int columns) {
    this(out, called.on(err), err, terminal, called, Math.min(columns, USUAL_COLUMNS));
  }

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

  @Override
  public void show(String passing) {
    if (terminal) {
      String line = passing.isEmpty() ? "" : "sandboxed: " + passing;
      err.print(FROM_THE_BEGINNING + line.substring(0, Math.min(columns - 1, line.length())));
      err.flush();
    }
  }

  /** Prints a text for a person, who may type the commands in it. */
  void tell(String text) {
    out.print(called.in(text));
  }
}
