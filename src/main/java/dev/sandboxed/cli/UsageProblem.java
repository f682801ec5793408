package dev.sandboxed.cli;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** picocli's complaints, as problems. */
final class UsageProblem {

  private UsageProblem() {}

  static UserFailure of(ParameterException exception) {
    List<String> suggestions =
        exception instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String help = exception.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    String hint =
        suggestions.isEmpty()
            ? "see " + help
            : suggestions.stream()
                .limit(1)
                .collect(Collectors.joining("", "did you mean ", "? See " + help));
    return new UserFailure(
        Problem.of("option.usage", String.valueOf(exception.getMessage()), hint));
  }
}
