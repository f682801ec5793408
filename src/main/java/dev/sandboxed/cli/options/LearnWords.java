package dev.sandboxed.cli.options;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

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
    CommandSpec spec = LearnOptions.spec();
    int at = place(words, spec);
    if (at >= words.size() || words.get(at).startsWith("-")) {
      throw usage("learn needs the name of a profile");
    }
    String name = words.get(at);
    RunWords divided =
        RunWords.divide(
            Stream.concat(words.stream().limit(at), words.stream().skip(at + 1L)).toList(), spec);
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
    return new LearnWords(name, base, from, yes, run(divided, options, isAgent));
  }

  private static RunWords run(RunWords divided, List<String> options, Predicate<String> isAgent) {
    List<String> words = divided.agentWords();
    if (divided.agent().isPresent()) {
      return new RunWords(divided.agent(), options, words, divided.ended());
    }
    boolean agent = !words.isEmpty() && isAgent.test(words.getFirst());
    return new RunWords(
        words.stream().limit(agent ? 1 : 0).findFirst(),
        options,
        words.subList(agent ? 1 : 0, words.size()),
        true);
  }

  /** Where the first word is that is neither an option nor the value of one. */
  private static int place(List<String> words, CommandSpec spec) {
    int at = 0;
    while (at < words.size() && words.get(at).startsWith("-") && !words.get(at).equals("--")) {
      OptionSpec option = spec.findOption(words.get(at));
      at += option != null && option.arity().min() > 0 ? 2 : 1;
    }
    return at;
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
