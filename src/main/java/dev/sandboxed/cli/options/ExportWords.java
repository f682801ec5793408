package dev.sandboxed.cli.options;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The words after {@code export}.
 *
 * @param terminal whether the agent gets a terminal
 * @param variables the names of those that are written down
 * @param directory where it goes
 * @param run the rest, as the words after {@code run} would be
 */
public record ExportWords(
    boolean terminal, List<String> variables, String directory, RunWords run) {

  private static final String EXAMPLE =
      "for example: sandboxed export oci ~/bundle claude --network full";
  private static final String TERMINAL = "--terminal";
  private static final String VARIABLE = "--variable";

  /** Options of run that start something else, or nothing. */
  static final Set<String> OTHERWISE =
      Set.of("--dry-run", "--list-profiles", "--show-profile", "--explain", "--shell", "--audit");

  public ExportWords {
    variables = List.copyOf(variables);
  }

  /**
   * Divides them: {@code oci}, its own options, a directory, and the rest.
   *
   * @throws UserFailure if something is missing or has no place
   */
  public static ExportWords divide(List<String> words) {
    if (words.isEmpty() || !words.getFirst().equals("oci")) {
      throw usage(
          words.isEmpty()
              ? "export needs to know for whom"
              : "export does not know "
                  + Quoted.of(words.getFirst())
                  + ", only oci and kubernetes");
    }
    boolean terminal = false;
    List<String> variables = new ArrayList<>();
    int at = 1;
    for (; at < words.size() && words.get(at).startsWith("-"); at++) {
      String word = words.get(at);
      if (word.equals(TERMINAL)) {
        terminal = true;
      } else if (word.startsWith(VARIABLE + "=")) {
        variables.add(word.substring(VARIABLE.length() + 1));
      } else if (word.equals(VARIABLE) && at + 1 < words.size()) {
        at++;
        variables.add(words.get(at));
      } else {
        throw usage(Quoted.of(word) + " has no place before the directory");
      }
    }
    if (at >= words.size()) {
      throw usage("export oci needs a directory");
    }
    RunWords run = RunWords.divide(words.subList(at + 1, words.size()), RunOptions.spec());
    run.options().stream()
        .map(option -> option.replaceFirst("=.*", ""))
        .filter(OTHERWISE::contains)
        .findFirst()
        .ifPresent(option -> {
          throw usage(option + " has no place here");
        });
    return new ExportWords(terminal, variables, words.get(at), run);
  }

  private static UserFailure usage(String message) {
    return new UserFailure(Problem.of("option.usage", message, EXAMPLE));
  }
}
