package dev.sandboxed.cli.options;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * How problems are written. It is found in the words themselves, because what is wrong with the
 * other options has to be written in that form, too.
 */
public enum ErrorForm {
  TEXT,
  JSON;

  private static final String OPTION = "--errors";

  /** What a person writes. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The form that is wanted.
   *
   * @param words all words of the command line
   * @param run makes the options of the commands whose words can be an agent's, which takes a while
   * @throws UserFailure if there is no such form
   */
  public static ErrorForm wanted(
      List<String> words, Map<String, String> environment, Supplier<CommandSpec> run) {
    String variable = OptionVariables.of(OPTION.substring(2));
    Optional<String> set = Optional.of(environment.getOrDefault(variable, ""));
    boolean named = words.stream().anyMatch(word -> word.startsWith(OPTION));
    return given(named ? ours(words, run.get()) : List.of())
        .map(word -> of(word, OPTION))
        .or(() -> set.filter(word -> !word.isEmpty()).map(word -> of(word, "variable " + variable)))
        .orElse(TEXT);
  }

  private static List<String> ours(List<String> words, CommandSpec run) {
    if (!words.isEmpty()
        && List.of("run", "explain", "check", "learn").contains(words.getFirst())) {
      try {
        // That of explain and check, which run has not.
        return RunWords.divide(without(words.subList(1, words.size()), "--json"), run).options();
      } catch (UserFailure mistyped) {
        // It is reported later; there is no agent whose words these could be.
        return beforeDashes(words);
      }
    }
    return beforeDashes(words);
  }

  /** The words without one that stands before two dashes. */
  public static List<String> without(List<String> words, String word) {
    List<String> before = beforeDashes(words);
    return Stream.concat(
            before.stream().filter(one -> !one.equals(word)),
            words.subList(before.size(), words.size()).stream())
        .toList();
  }

  private static List<String> beforeDashes(List<String> words) {
    return words.stream().takeWhile(word -> !word.equals("--")).toList();
  }

  /** The last one counts, as with every option. */
  private static Optional<String> given(List<String> words) {
    for (int at = words.size() - 1; at >= 0; at--) {
      if (words.get(at).startsWith(OPTION + "=")) {
        return Optional.of(words.get(at).substring(OPTION.length() + 1));
      }
      if (words.get(at).equals(OPTION) && at + 1 < words.size()) {
        return Optional.of(words.get(at + 1));
      }
    }
    return Optional.empty();
  }

  private static ErrorForm of(String word, String where) {
    return Stream.of(values())
        .filter(form -> form.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new UserFailure(
                Problem.of(
                    "option.unknown-word",
                    where + " cannot be " + Quoted.of(word),
                    "choose text or json")));
  }
}
