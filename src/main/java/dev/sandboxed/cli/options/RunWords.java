package dev.sandboxed.cli.options;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.toml.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The words after {@code run}, divided between sandboxed and the agent.
 *
 * @param agent the agent's name; empty for a command that the person gives
 * @param options sandboxed's options, with their values
 * @param agentWords the agent's words, untouched
 * @param ended whether two dashes divide them from the others
 */
public record RunWords(
    Optional<String> agent, List<String> options, List<String> agentWords, boolean ended) {

  public RunWords {
    options = List.copyOf(options);
    agentWords = List.copyOf(agentWords);
  }

  // Agents have these too, so after the agent's name they are the agent's.
  public static final List<String> AMBIGUOUS = List.of("-h", "--help", "--debug", "-p", "-q");

  /**
   * Divides the words. The first word that is not one of sandboxed's options, an option's value or
   * the agent's name ends sandboxed's part; so does {@code --}, which belongs to neither.
   *
   * @throws UserFailure if that word is nearly one of sandboxed's options (a mistyped restriction
   *     must not become an argument of an agent that runs without it), or is an option where an
   *     agent's name or a command belongs
   */
  public static RunWords divide(List<String> words, CommandSpec spec) {
    Optional<String> agent = Optional.empty();
    List<String> options = new ArrayList<>();
    int next = 0;
    boolean ended = false;
    while (next < words.size()) {
      String word = words.get(next);
      if (word.equals("--")) {
        next++;
        if (agent.isEmpty() && next < words.size()) {
          refuseOptionAsCommand(words.get(next), spec);
        }
        ended = true;
        break;
      }
      String name = name(word);
      boolean valued = name.length() < word.length();
      // picocli would also find an option by its name without the dashes.
      OptionSpec option = name.startsWith("-") ? spec.findOption(name) : null;
      if (option != null && (agent.isEmpty() || !AMBIGUOUS.contains(name))) {
        options.add(word);
        // An option with an optional value takes it only after an equals sign.
        if (!valued && option.arity().min() > 0 && next + 1 < words.size()) {
          next++;
          options.add(words.get(next));
        }
      } else if (agent.isEmpty() && !word.startsWith("-")) {
        agent = Optional.of(word);
      } else {
        refuseMistyped(name, spec);
        if (agent.isEmpty()) {
          throw unknownOption(name, "options of an agent come after its name, commands after --");
        }
        break;
      }
      next++;
    }
    return new RunWords(agent, options, words.subList(next, words.size()), ended);
  }

  private static String name(String word) {
    int equals = word.indexOf('=');
    return equals < 0 ? word : word.substring(0, equals);
  }

  private static void refuseOptionAsCommand(String word, CommandSpec spec) {
    if (word.startsWith("-") && spec.findOption(name(word)) != null) {
      throw new UserFailure(
          Problem.of(
              "option.mistyped",
              name(word) + " stands where the command belongs",
              "options of sandboxed come before --"));
    }
  }

  private static void refuseMistyped(String word, CommandSpec spec) {
    if (!word.startsWith("--") || AMBIGUOUS.contains(word)) {
      return;
    }
    List<String> names =
        spec.options().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !AMBIGUOUS.contains(name))
            .map(name -> name.substring(2))
            .toList();
    Suggestion.nearest(word.substring(2), names)
        .ifPresent(near -> {
          throw unknownOption(
              word, "did you mean --" + near + "? If it is the agent's, put -- before it");
        });
  }

  private static UserFailure unknownOption(String word, String hint) {
    return new UserFailure(Problem.of("option.mistyped", "there is no option " + word, hint));
  }
}
