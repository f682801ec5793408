package dev.sandboxed.cli.options;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.toml.Suggestion;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** picocli's complaints, as problems. */
public final class UsageProblem {

  private UsageProblem() {}

  public static UserFailure of(ParameterException exception) {
    return problem(exception, "");
  }

  /** The problem with a variable for an option, which the person may never have written. */
  public static UserFailure ofVariable(ParameterException exception) {
    return problem(
        exception,
        exception.getArgSpec() instanceof OptionSpec option
            ? " (variable " + OptionVariables.of(option.longestName().substring(2)) + ")"
            : "");
  }

  private static UserFailure problem(ParameterException exception, String origin) {
    String command = exception.getCommandLine().getCommandSpec().qualifiedName();
    // The options of run are read separately from the command before it.
    String help = (command.startsWith("sandboxed") ? "" : "sandboxed ") + command + " --help";
    if (exception instanceof UnmatchedArgumentException unmatched) {
      return new UserFailure(unmatched(unmatched, help));
    }
    if (exception.getCause() instanceof TypeConversionException cause
        && exception.getArgSpec() instanceof OptionSpec option) {
      return new UserFailure(
          Problem.of(
              "option.usage",
              option.longestName() + ": " + cause.getMessage() + origin,
              "write 1 for yes, 0 for no; or leave it out. See " + help));
    }
    return new UserFailure(
        Problem.of("option.usage", exception.getMessage() + origin, "see " + help));
  }

  private static Problem unmatched(UnmatchedArgumentException exception, String help) {
    CommandSpec command = exception.getCommandLine().getCommandSpec();
    String word = exception.getUnmatched().getFirst();
    boolean option = word.startsWith("-");
    Set<String> known = option ? command.optionsMap().keySet() : command.subcommands().keySet();
    String message =
        known.isEmpty()
            ? Quoted.of(word) + " is one word too many"
            : "there is no " + (option ? "option " : "command ") + Quoted.of(word);
    if (command.parent() == null && isOfRun(word)) {
      return Problem.of(
          "option.usage",
          Quoted.of(word) + " is an option of run, and stands before it",
          "options of run come after it: sandboxed run " + word + " …");
    }
    String hint =
        Suggestion.nearest(word, known)
            .map(near -> "did you mean " + near + "? See " + help)
            .orElse(
                option || command.parent() != null
                    ? "see " + help
                    : "an agent is run with sandboxed run AGENT. See " + help);
    return Problem.of("option.usage", message, hint);
  }

  private static boolean isOfRun(String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    return name.startsWith("-") && RunOptions.spec().findOption(name) != null;
  }
}
