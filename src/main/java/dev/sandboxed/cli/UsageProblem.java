package dev.sandboxed.cli;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** picocli's complaints, as problems. */
final class UsageProblem {

  private UsageProblem() {}

  static UserFailure of(ParameterException exception) {
    return problem(exception, "");
  }

  /** Of a variable that stands for an option, which the person has perhaps never written. */
  static UserFailure ofVariable(ParameterException exception) {
    return problem(
        exception,
        exception.getArgSpec() instanceof OptionSpec option
            ? " (variable " + OptionVariables.of(option.longestName().substring(2)) + ")"
            : "");
  }

  private static UserFailure problem(ParameterException exception, String origin) {
    List<String> suggestions =
        exception instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String command = exception.getCommandLine().getCommandSpec().qualifiedName();
    // The options of run are read apart from the command before it.
    String help = (command.startsWith("sandboxed") ? "" : "sandboxed ") + command + " --help";
    String hint =
        suggestions.isEmpty()
            ? "see " + help
            : suggestions.stream()
                .limit(1)
                .collect(Collectors.joining("", "did you mean ", "? See " + help));
    return new UserFailure(Problem.of("option.usage", exception.getMessage() + origin, hint));
  }
}
