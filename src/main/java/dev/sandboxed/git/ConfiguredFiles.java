package dev.sandboxed.git;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the files in a project that a configuration tells git to obey: the hooks of {@code
 * core.hooksPath}, and what {@code include.path} and {@code includeIf} name. Conditions are not
 * asked, as an agent can make most of them hold.
 */
final class ConfiguredFiles {

  // More than git itself follows (MAX_INCLUDE_DEPTH in its config.c).
  private static final int MOST_FILES = 100;

  private final Path project;
  private final Path home;
  private final List<GitControl> controls = new ArrayList<>();
  private final List<Path> absent = new ArrayList<>();
  private final Set<Path> read = new HashSet<>();

  /**
   * @param project where files are looked for, symlinks resolved
   * @param home what a tilde stands for
   */
  ConfiguredFiles(Path project, Path home) {
    this.project = project;
    this.home = home;
  }

  /** What is there. */
  List<GitControl> controls() {
    return List.copyOf(controls);
  }

  /** What is named and not there. */
  List<Path> absent() {
    return List.copyOf(absent);
  }

  /**
   * Reads one configuration and those it includes; one that is not there says nothing.
   *
   * @param file through whatever symlinks of the person's
   * @param workTree where relative hooks start from
   */
  void read(Path file, Path workTree) {
    if (read.size() >= MOST_FILES || !read.add(file)) {
      return;
    }
    GitConfig config = GitConfig.parse(Look.bytes(real(file)).flatMap(Look::text).orElse(""));
    for (String hooks : config.values("core.hookspath"::equals)) {
      named(hooks, workTree).ifPresent(path -> add(path, "core.hooksPath", file));
    }
    for (String include : config.values(ConfiguredFiles::includes)) {
      named(include, file.resolveSibling(""))
          .ifPresent(path -> {
            add(path, "an include", file);
            read(path, workTree);
          });
    }
  }

  private static boolean includes(String key) {
    return key.equals("include.path") || (key.startsWith("includeif.") && key.endsWith(".path"));
  }

  private Optional<Path> named(String value, Path from) {
    try {
      return value.isEmpty()
          ? Optional.empty()
          : Optional.of(
              value.startsWith("~/")
                  ? home.resolve(value.substring(2)).normalize()
                  : from.resolve(value).normalize());
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  private void add(Path path, String by, Path file) {
    Path place = path.startsWith(project) ? path : real(path);
    if (!place.startsWith(project) || place.equals(project)) {
      return;
    }
    if (Look.isThere(place)) {
      controls.add(new GitControl(place, by + " in " + file + " names it"));
    } else {
      absent.add(place);
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException nothingThere) {
      return path;
    }
  }
}
