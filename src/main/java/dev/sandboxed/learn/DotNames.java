package dev.sandboxed.learn;

import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where programs keep what is theirs: names that begin with a dot, directly in the home, and what
 * is in the directories that the XDG variables name. Nobody knows all programs, and each may keep a
 * login there, so a session that is recorded sees only what is listed: that of {@code
 * profiles/learn/shown.toml}.
 */
public final class DotNames {

  private final Path home;
  private final List<Path> shown;
  private final List<Path> directories;

  /**
   * The names on one machine.
   *
   * @param rules those of the file
   * @param starts as for {@link NeverShown}
   */
  public DotNames(List<PathRule> rules, Path home, Map<String, Path> starts) {
    this.home = home;
    this.shown =
        NeverShown.inBothPlaces(rules).stream()
            .filter(rule -> rule.access() == Access.READ)
            .map(PathRule::pattern)
            .flatMap(pattern -> place(pattern, home, starts).stream())
            .toList();
    this.directories =
        Stream.concat(
                starts.values().stream(),
                Stream.of(".config", ".local", ".local/share", ".local/state").map(home::resolve))
            .filter(place -> place.startsWith(home) && !place.equals(home))
            .distinct()
            .toList();
  }

  private static Optional<Path> place(String pattern, Path home, Map<String, Path> starts) {
    int slash = pattern.indexOf('/');
    // Where no variable says so, it is the usual place, which is listed as well.
    return pattern.startsWith("~/")
        ? Optional.of(home.resolve(pattern.substring(2)))
        : Optional.ofNullable(starts.get(pattern.substring(0, slash)))
            .map(start -> start.resolve(pattern.substring(slash + 1)));
  }

  /** Whether it is such a name, or in one. */
  public boolean holds(Path path) {
    return path.startsWith(home)
        && !path.equals(home)
        && (home.relativize(path).getName(0).toString().startsWith(".")
            || directories.stream()
                .anyMatch(directory -> path.startsWith(directory) && !path.equals(directory)));
  }

  /** Whether it is listed, or in what is. */
  public boolean isShown(Path path) {
    return shown.stream().anyMatch(path::startsWith);
  }

  /** Whether something of a directory may be listed, or it is one that many programs share. */
  public boolean leadsToShown(Path directory) {
    return Stream.concat(shown.stream(), directories.stream())
        .anyMatch(place -> place.startsWith(directory));
  }

  /** The name of a program that a path is in: {@code ~/.tool}, or {@code ~/.config/tool}. */
  Optional<Path> program(Path path) {
    if (!holds(path)) {
      return Optional.empty();
    }
    Path in =
        directories.stream()
            .filter(directory -> path.startsWith(directory) && !path.equals(directory))
            .reduce(home, (one, other) -> other.startsWith(one) ? other : one);
    return Optional.of(in.resolve(path.getName(in.getNameCount())))
        .filter(place -> !directories.contains(place));
  }
}
