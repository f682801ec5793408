package dev.sandboxed.cli.options;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.toml.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The {@code SANDBOXED_…} variables, each of which stands for an option of {@code run}. */
public final class OptionVariables {

  private static final String PREFIX = "SANDBOXED_";

  private OptionVariables() {}

  /** The variable for an option, given its name without the dashes. */
  public static String of(String option) {
    return PREFIX + option.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  // Their values have colons in them.
  private static final Set<String> SPLIT_AT_COMMAS = Set.of("--publish", "--reach");

  /**
   * The variables as words of a command line. An empty one says nothing; lists are split at colons.
   *
   * @throws UserFailure for a variable that is nearly one of these: ignoring a mistyped restriction
   *     would break a promise
   */
  public static List<String> words(Map<String, String> environment, CommandSpec spec) {
    Map<String, OptionSpec> options = new TreeMap<>();
    spec.options().forEach(option -> options.put(of(option.longestName().substring(2)), option));
    refuseMistyped(environment, options.keySet());
    List<String> words = new ArrayList<>();
    options.forEach((variable, option) -> {
      String value = environment.getOrDefault(variable, "");
      if (!value.isEmpty()) {
        Stream<String> values =
            option.isMultiValue()
                ? Stream.of(value.split(SPLIT_AT_COMMAS.contains(option.longestName()) ? "," : ":"))
                : Stream.of(value);
        values
            .filter(one -> !one.isEmpty())
            .forEach(one -> words.add(option.longestName() + "=" + one));
      }
    });
    return words;
  }

  private static void refuseMistyped(Map<String, String> environment, Set<String> known) {
    List<Problem> problems =
        environment.keySet().stream()
            .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
            .sorted()
            .flatMap(name ->
                Suggestion.nearest(name.substring(PREFIX.length()), bare(known)).stream()
                    .map(near ->
                        Problem.of(
                            "option.unknown-variable",
                            "unknown variable " + name,
                            "did you mean " + PREFIX + near + "? Otherwise unset it")))
            .toList();
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }

  private static Set<String> bare(Set<String> names) {
    return names.stream().map(name -> name.substring(PREFIX.length())).collect(Collectors.toSet());
  }
}
