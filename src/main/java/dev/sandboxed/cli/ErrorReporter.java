package dev.sandboxed.cli;

import dev.sandboxed.cli.options.ErrorForm;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.util.regex.Pattern;

/** The one place that prints errors and picks exit statuses. */
final class ErrorReporter {

  private static final Pattern OF_THE_MACHINE =
      Pattern.compile("bwrap\\..*|host\\.missing-program|network\\.(no-tun|missing-program)");

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
            pointToCheck(failure);
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

  /** Where a machine is in the way, more of it may be. */
  private void pointToCheck(UserFailure failure) {
    if (form == ErrorForm.TEXT
        && failure.problems().stream()
            .anyMatch(problem -> OF_THE_MACHINE.matcher(problem.code()).matches())) {
      streams.err().println("  what else this machine lacks or forbids: sandboxed check");
    }
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
