package dev.sandboxed.learn;

import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The places that no session sees while it is recorded, and that are never proposed: those of
 * {@code profiles/learn/never.toml}.
 */
public final class NeverShown {

  // The same place where no variable moves it.
  private static final Map<String, String> USUAL =
      Map.of(
          "$XDG_CONFIG_HOME", "~/.config",
          "$XDG_DATA_HOME", "~/.local/share",
          "$XDG_STATE_HOME", "~/.local/state");

  private record Pattern(Path base, PathMatcher matcher) {}

  private final List<Path> places = new ArrayList<>();
  private final List<Pattern> patterns = new ArrayList<>();

  /**
   * The places on one machine.
   *
   * @param rules those of the file
   * @param starts the directories that a rule can start with, by how it is written: {@code ~},
   *     {@code $XDG_CONFIG_HOME}, …
   */
  public NeverShown(List<PathRule> rules, Map<String, Path> starts) {
    inBothPlaces(rules).stream()
        .filter(rule -> rule.access() == Access.DENY)
        .map(PathRule::pattern)
        .forEach(pattern -> add(pattern, starts));
  }

  /**
   * The directories that a rule can start with on one machine.
   *
   * @param variable the value of a variable of the person's
   */
  public static Map<String, Path> starts(Path home, Function<String, Optional<String>> variable) {
    Map<String, Path> starts = new HashMap<>();
    starts.put("~", home);
    USUAL.forEach((start, usual) ->
        starts.put(
            start,
            variable
                .apply(start.substring(1))
                .filter(value -> value.startsWith("/"))
                .map(value -> Path.of(value).normalize())
                .orElse(home.resolve(usual.substring(2)))));
    return starts;
  }

  /** The rules, and those about a variable again about where that usually leads. */
  public static List<PathRule> inBothPlaces(List<PathRule> rules) {
    return rules.stream()
        .flatMap(rule -> {
          String start = start(rule.pattern());
          return USUAL.containsKey(start)
              ? Stream.of(
                  rule, moved(rule, USUAL.get(start) + rule.pattern().substring(start.length())))
              : Stream.of(rule);
        })
        .toList();
  }

  private static PathRule moved(PathRule rule, String pattern) {
    return new PathRule(
        rule.access(), pattern, rule.optional(), rule.spared(), rule.masks(), rule.origin());
  }

  private static String start(String pattern) {
    int slash = pattern.indexOf('/');
    return slash < 0 ? pattern : pattern.substring(0, slash);
  }

  private void add(String pattern, Map<String, Path> starts) {
    String start = start(pattern);
    Path base = starts.get(start);
    if (base == null) {
      return;
    }
    String rest = pattern.substring(Math.min(pattern.length(), start.length() + 1));
    if (Glob.isGlob(rest)) {
      Glob glob = Glob.of(base, rest);
      patterns.add(new Pattern(glob.base(), glob.matcher()));
    } else {
      places.add(base.resolve(rest).normalize());
    }
  }

  /** Whether a path is such a place, or is in one. Names that a rule spares count as well. */
  public boolean holds(Path path) {
    return places.stream().anyMatch(path::startsWith)
        || patterns.stream().anyMatch(pattern -> holds(pattern, path));
  }

  /** Whether something in a directory is such a place, whatever is there. */
  boolean isBelow(Path directory) {
    return places.stream().anyMatch(place -> place.startsWith(directory));
  }

  private static boolean holds(Pattern pattern, Path path) {
    for (Path at = path;
        at != null && at.startsWith(pattern.base()) && !at.equals(pattern.base());
        at = at.getParent()) {
      if (pattern.matcher().matches(pattern.base().relativize(at))) {
        return true;
      }
    }
    return false;
  }
}
