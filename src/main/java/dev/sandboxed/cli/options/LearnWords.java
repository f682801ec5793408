package dev.sandboxed.cli.options;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The words after {@code learn}.
 *
 * @param name the profile's
 * @param base what it is to extend, if that was said
 * @param from the session that was recorded already
 * @param yes whether nobody is asked
 * @param run the rest, as the words after {@code run} would be
 */
public record LearnWords(
    String name, Optional<String> base, Optional<String> from, boolean yes, RunWords run) {

  private static final String EXAMPLE = "for example: sandboxed learn web -- npm test";
  private static final String BASE = "--extends";
  private static final String FROM = "--from";
  private static final String YES = "--yes";

  private static final Set<String> OTHERWISE =
      Set.of("--profile", "-p", "--list-profiles", "--show-profile", "--explain", "--observe");

  /**
   * Divides them.
   *
   * @param isAgent whether an agent has a name; anything else behind the dashes is a command
   * @throws UserFailure if something is missing or has no place
   */
  public static LearnWords divide(List<String> words, Predicate<String> isAgent) {
    RunWords divided = RunWords.divide(words, LearnOptions.spec());
    String name = divided.agent().orElseThrow(() -> usage("learn needs the name of a profile"));
    List<String> options = new ArrayList<>(divided.options());
    Optional<String> base = taken(BASE, options);
    Optional<String> from = taken(FROM, options);
    boolean yes = options.removeIf(YES::equals);
    options.stream()
        .map(option -> option.replaceFirst("=.*", ""))
        .filter(OTHERWISE::contains)
        .findFirst()
        .ifPresent(option -> {
          throw usage(option + " has no place here: the session is that of NAME, or of --extends");
        });
    List<String> agentWords = divided.agentWords();
    if (!agentWords.isEmpty() && agentWords.getFirst().startsWith("-")) {
      throw usage(Quoted.of(agentWords.getFirst()) + " is no option that belongs here");
    }
    boolean agent = !agentWords.isEmpty() && isAgent.test(agentWords.getFirst());
    RunWords run =
        new RunWords(
            agent ? Optional.of(agentWords.getFirst()) : Optional.empty(),
            options,
            agentWords.subList(agent ? 1 : 0, agentWords.size()),
            true);
    return new LearnWords(name, base, from, yes, run);
  }

  /** The value of an option, which is no longer among the others. */
  private static Optional<String> taken(String name, List<String> options) {
    Optional<String> value = Optional.empty();
    for (int at = 0; at < options.size(); ) {
      String word = options.get(at);
      if (word.startsWith(name + "=")) {
        value = Optional.of(word.substring(name.length() + 1));
        options.remove(at);
      } else if (word.equals(name)) {
        options.remove(at);
        if (at >= options.size()) {
          throw usage(name + " needs a value");
        }
        value = Optional.of(options.remove(at));
      } else {
        at++;
      }
    }
    return value;
  }

  private static UserFailure usage(String message) {
    return new UserFailure(Problem.of("option.usage", message, EXAMPLE));
  }
}
