package dev.sandboxed.git;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The lines of one file of ignore rules, as gitignore(5) describes them. */
final class IgnoreRules {

  private record Rule(Pattern pattern, boolean whole, boolean directories, boolean ignores) {}

  private final List<Rule> rules = new ArrayList<>();

  private IgnoreRules() {}

  static IgnoreRules of(String text) {
    IgnoreRules file = new IgnoreRules();
    text.lines().forEach(file::add);
    return file;
  }

  private void add(String written) {
    String line = written.replaceAll("(?<!\\\\)[ \\t]+$", "");
    boolean ignores = !line.startsWith("!");
    String pattern = ignores ? line : line.substring(1);
    boolean directories = pattern.endsWith("/");
    if (directories) {
      pattern = pattern.substring(0, pattern.length() - 1);
    }
    boolean whole = pattern.indexOf('/') >= 0;
    if (pattern.startsWith("/")) {
      pattern = pattern.substring(1);
    }
    if (pattern.isEmpty() || line.startsWith("#")) {
      return;
    }
    try {
      rules.add(new Rule(Pattern.compile(expression(pattern)), whole, directories, ignores));
    } catch (PatternSyntaxException odd) {
      // Then nothing is taken for ignored.
      rules.add(new Rule(Pattern.compile("(?s).*"), true, false, false));
    }
  }

  /** Whether the last line that matches ignores a path; empty if none matches. */
  Optional<Boolean> verdict(String path, boolean directory) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    Optional<Boolean> verdict = Optional.empty();
    for (Rule rule : rules) {
      if ((directory || !rule.directories())
          && rule.pattern().matcher(rule.whole() ? path : name).matches()) {
        verdict = Optional.of(rule.ignores());
      }
    }
    return verdict;
  }

  private static String expression(String pattern) {
    StringBuilder text = new StringBuilder("(?s)");
    int at = 0;
    while (at < pattern.length()) {
      boolean begins = at == 0 || pattern.charAt(at - 1) == '/';
      if (begins && pattern.startsWith("**/", at)) {
        text.append("(?:.*/)?");
        at += 3;
      } else if (begins && pattern.startsWith("**", at) && at + 2 == pattern.length()) {
        text.append(".+");
        at += 2;
      } else if (pattern.charAt(at) == '[' && pattern.indexOf(']', at + 2) > 0) {
        int end = pattern.indexOf(']', at + 2);
        String set = pattern.substring(at + 1, end);
        String not = set.startsWith("!") || set.startsWith("^") ? "^/" : "";
        text.append('[').append(not);
        text.append((not.isEmpty() ? set : set.substring(1)).replaceAll("[\\[\\\\&]", "\\\\$0"));
        text.append(']');
        at = end + 1;
      } else if (pattern.charAt(at) == '\\' && at + 1 < pattern.length()) {
        text.append(Pattern.quote(pattern.substring(at + 1, at + 2)));
        at += 2;
      } else {
        text.append(
            switch (pattern.charAt(at)) {
              case '*' -> "[^/]*";
              case '?' -> "[^/]";
              default -> Pattern.quote(pattern.substring(at, at + 1));
            });
        at++;
      }
    }
    return text.toString();
  }
}
