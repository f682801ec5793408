package dev.sandboxed.git;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The lines of one file of ignore rules, as gitignore(5) describes them. An agent can write such a
 * file, so no line takes longer than its length times that of the path, and all together may take
 * only so long. When that is used up, nothing counts as ignored.
 */
final class IgnoreRules {

  /** How much may still be compared, in all files of rules together. */
  static final class Effort {
    // Far more than a repository of any size needs, and less than a second.
    private int left = 50_000_000;

    private boolean isLeft() {
      return left > 0;
    }

    private void spend(int steps) {
      left -= Math.min(left, steps);
    }
  }

  /** A part of a pattern: from the places in a path where it may begin to those where it ends. */
  private interface Part {
    BitSet follow(String path, BitSet from);
  }

  private record Rule(List<Part> parts, boolean whole, boolean directories, boolean ignores) {}

  // Nobody writes a longer line.
  private static final int LONGEST = 1000;

  private final Effort effort;
  private final List<Rule> rules = new ArrayList<>();

  private IgnoreRules(Effort effort) {
    this.effort = effort;
  }

  static IgnoreRules of(String text, Effort effort) {
    IgnoreRules file = new IgnoreRules(effort);
    effort.spend(text.length());
    text.lines().takeWhile(_ -> effort.isLeft()).forEach(file::add);
    return file;
  }

  private void add(String written) {
    String line = written.substring(0, end(written));
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
      rules.add(
          pattern.length() > LONGEST
              ? nothing()
              : new Rule(parts(pattern), whole, directories, ignores));
    } catch (PatternSyntaxException odd) {
      rules.add(nothing());
    }
  }

  /** A rule by which nothing is ignored. */
  private static Rule nothing() {
    return new Rule(List.of(IgnoreRules::rest), true, false, false);
  }

  /** Where a line ends without blanks, of which a backslash keeps one. */
  private static int end(String line) {
    int end = line.length();
    while (end > 0
        && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')
        && !(end > 1 && line.charAt(end - 2) == '\\')) {
      end--;
    }
    return end;
  }

  /** Whether the last line that matches ignores a path; empty if none matches. */
  Optional<Boolean> verdict(String path, boolean directory) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    Optional<Boolean> verdict = Optional.empty();
    for (Rule rule : rules) {
      if ((directory || !rule.directories()) && matches(rule, rule.whole() ? path : name)) {
        verdict = Optional.of(rule.ignores());
      }
    }
    return effort.isLeft() ? verdict : Optional.of(false);
  }

  private boolean matches(Rule rule, String path) {
    BitSet places = new BitSet();
    places.set(0);
    for (Part part : rule.parts()) {
      effort.spend(8 + places.cardinality());
      if (places.isEmpty() || !effort.isLeft()) {
        return false;
      }
      places = part.follow(path, places);
    }
    return places.get(path.length());
  }

  private static List<Part> parts(String pattern) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < pattern.length()) {
      boolean begins = at == 0 || pattern.charAt(at - 1) == '/';
      if (begins && pattern.startsWith("**/", at)) {
        parts.add(IgnoreRules::directories);
        at += 3;
      } else if (begins && pattern.startsWith("**", at) && at + 2 == pattern.length()) {
        parts.add(IgnoreRules::rest);
        at += 2;
      } else if (pattern.charAt(at) == '[' && pattern.indexOf(']', at + 2) > 0) {
        int end = pattern.indexOf(']', at + 2);
        parts.add(one(set(pattern.substring(at + 1, end))));
        at = end + 1;
      } else if (pattern.charAt(at) == '\\' && at + 1 < pattern.length()) {
        parts.add(one(literally(pattern.charAt(at + 1))));
        at += 2;
      } else {
        parts.add(
            switch (pattern.charAt(at)) {
              case '*' -> IgnoreRules::anyInAName;
              case '?' -> one(IgnoreRules::isNoSlash);
              default -> one(literally(pattern.charAt(at)));
            });
        at++;
      }
    }
    return parts;
  }

  private static IntPredicate literally(char character) {
    return found -> found == character;
  }

  private static IntPredicate set(String set) {
    boolean not = set.startsWith("!") || set.startsWith("^");
    Pattern pattern =
        Pattern.compile(
            (not ? "[^/" : "[")
                + (not ? set.substring(1) : set).replaceAll("[\\[\\\\&]", "\\\\$0")
                + "]");
    return found -> pattern.matcher(Character.toString(found)).matches();
  }

  private static Part one(IntPredicate characters) {
    return (path, from) -> {
      BitSet ends = new BitSet();
      from.stream()
          .filter(at -> at < path.length() && characters.test(path.charAt(at)))
          .forEach(at -> ends.set(at + 1));
      return ends;
    };
  }

  private static BitSet anyInAName(String path, BitSet from) {
    BitSet ends = new BitSet();
    from.stream()
        .filter(at -> !ends.get(at))
        .forEach(at -> {
          int slash = path.indexOf('/', at);
          ends.set(at, (slash < 0 ? path.length() : slash) + 1);
        });
    return ends;
  }

  /** None or more directories. */
  private static BitSet directories(String path, BitSet from) {
    BitSet ends = (BitSet) from.clone();
    for (int slash = path.indexOf('/', from.nextSetBit(0));
        slash >= 0;
        slash = path.indexOf('/', slash + 1)) {
      ends.set(slash + 1);
    }
    return ends;
  }

  private static BitSet rest(String path, BitSet from) {
    BitSet ends = new BitSet();
    if (from.nextSetBit(0) < path.length()) {
      ends.set(path.length());
    }
    return ends;
  }

  private static boolean isNoSlash(int character) {
    return character != '/';
  }
}
