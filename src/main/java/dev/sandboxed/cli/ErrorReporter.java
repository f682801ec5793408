package dev.sandboxed.cli;

import dev.sandboxed.cli.options.ErrorForm;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;

/** The one place that prints errors and picks exit statuses. */
final class ErrorReporter {

  private final Streams streams;
  private final Colours colours;
  private final ErrorForm form;
  private final boolean debug;

  /**
   * A reporter for one command.
   *
   * @param debug whether stack traces are wanted
   */
  ErrorReporter(Streams streams, Colours colours, ErrorForm form, boolean debug) {
    this.streams = streams;
    this.colours = colours;
    this.form = form;
    this.debug = debug;
  }

  /** Prints what went wrong and returns the exit status that says so. */
  int report(Throwable thrown) {
    int status =
        switch (thrown) {
          case UserFailure failure -> {
            failure.problems().forEach(this::print);
            yield failure.exitStatus();
          }
          default -> {
            print(
                Problem.of(
                    "internal",
                    "this should not have happened: " + thrown,
                    "nothing was started. --debug shows more; please report it"));
            yield UserFailure.REFUSED;
          }
        };
    if (debug) {
      thrown.printStackTrace(streams.err());
    }
    return status;
  }

  private void print(Problem problem) {
    switch (form) {
      case TEXT -> printText(problem);
      case JSON ->
          streams
              .verbatim()
              .println(
                  ProblemJson.of(
                      new Problem(
                          problem.code(),
                          problem.message(),
                          problem.where(),
                          streams.called().in(problem.hint()))));
    }
  }

  private void printText(Problem problem) {
    // A place in a file comes first on its line, where editors look for it.
    if (problem.where().isEmpty()) {
      streams.err().print(colours.bold("sandboxed:", streams.terminal()) + " ");
    }
    problem.render().lines().map(Printable::line).forEach(streams.err()::println);
  }
}
