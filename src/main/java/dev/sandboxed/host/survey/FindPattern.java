package dev.sandboxed.host.survey;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Patterns as one regular expression for find, which then names the few files that matter instead
 * of all. It may match more than the patterns do, never less: find reads bytes, so a {@code ?} is
 * any number of them.
 */
final class FindPattern {

  /** The dialect, in find's words. */
  static final String DIALECT = "posix-extended";

  // The kernel takes no longer word than 128 KiB.
  private static final int LONGEST = 100_000;

  private static final String EVERYTHING = ".*";

  // A backslash before other characters than these can mean something of its own.
  private static final Pattern MEANINGFUL = Pattern.compile("[\\\\^$.\\[\\]|()*+?{}]");

  private static final Pattern WILDCARD = Pattern.compile("\\*\\*/|\\*\\*|\\*|\\?");

  private FindPattern() {}

  /** An expression that matches a whole path, without a slash at its end; empty for no patterns. */
  static String of(Collection<Glob> globs) {
    Map<String, List<Glob>> byBase =
        globs.stream()
            .distinct()
            .collect(
                Collectors.groupingBy(
                    glob -> glob.base().toString(), TreeMap::new, Collectors.toList()));
    String all =
        byBase.entrySet().stream()
            .map(same -> literal(same.getKey()) + "/+(" + alternatives(same.getValue()) + ")")
            .collect(Collectors.joining("|"));
    return all.length() > LONGEST ? EVERYTHING : all;
  }

  private static String alternatives(List<Glob> globs) {
    return globs.stream()
        .map(Glob::pattern)
        .map(FindPattern::expression)
        .sorted()
        .distinct()
        .collect(Collectors.joining("|"));
  }

  private static String expression(String pattern) {
    StringBuilder text = new StringBuilder();
    Matcher wildcards = WILDCARD.matcher(pattern);
    int from = 0;
    while (wildcards.find()) {
      text.append(literal(pattern.substring(from, wildcards.start())));
      text.append(
          switch (wildcards.group()) {
            case "**/" -> "(.*/)?";
            case "**" -> ".*";
            case "*" -> "[^/]*";
            default -> "[^/]+";
          });
      from = wildcards.end();
    }
    return text.append(literal(pattern.substring(from))).toString();
  }

  private static String literal(String text) {
    return MEANINGFUL.matcher(text).replaceAll("\\\\$0");
  }
}
