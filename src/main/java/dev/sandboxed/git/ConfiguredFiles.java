package dev.sandboxed.git;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
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
 * core.hooksPath}, and the files that {@code include.path} and {@code includeIf} name. Conditions
 * are not checked, because an agent can make most of them hold.
 */
final class ConfiguredFiles {

  // More than git itself follows (MAX_INCLUDE_DEPTH in its config.c).
  private static final int MOST_FILES = 100;

  private static final Path PASSWD = Path.of("/etc/passwd");

  private final Inquiry inquiry;
  private final Look look;
  private final Path project;
  private final Path home;
  private final List<GitControl> controls = new ArrayList<>();
  private final List<Path> absent = new ArrayList<>();
  private final Set<Path> read = new HashSet<>();

  /**
   * @param project where files are looked for, symlinks resolved
   * @param home what a tilde stands for
   */
  ConfiguredFiles(Inquiry inquiry, Path project, Path home) {
    this.inquiry = inquiry;
    this.look = new Look(inquiry);
    this.project = project;
    this.home = home;
  }

  /** The named files that exist. */
  List<GitControl> controls() {
    return List.copyOf(controls);
  }

  /** The named files that do not exist. */
  List<Path> absent() {
    return List.copyOf(absent);
  }

  /**
   * Reads one configuration and those it includes. A missing one says nothing, and git itself stops
   * at one that it does not understand.
   *
   * @param file may lead through the person's symlinks
   * @param workTree where relative paths of hooks start
   * @throws UserFailure if one of them cannot be read in full
   */
  void read(Path file, Path workTree) {
    if (!read.add(file)) {
      return;
    }
    Path place = real(file);
    Optional<String> bytes = look.bytes(place);
    if (read.size() > MOST_FILES || (bytes.isEmpty() && look.isFile(place))) {
      throw new UserFailure(
          Problem.of(
              "git.not-read",
              file
                  + " is too large, or one file too many, so it is not known which files git obeys",
              "make it smaller, or include fewer files"));
    }
    read(GitConfig.parse(bytes.orElse("")), file, workTree);
  }

  /**
   * Takes over what a configuration says.
   *
   * @param file where it was read, for messages and for relative includes
   */
  void read(GitConfig config, Path file, Path workTree) {
    for (String hooks : config.values("core.hookspath"::equals)) {
      named(hooks, workTree, file).ifPresent(path -> hooks(path, "core.hooksPath", file));
    }
    for (String template : config.values("init.templatedir"::equals)) {
      named(template, workTree, file)
          .ifPresent(path -> {
            add(path, "init.templateDir", file);
            hooks(path.resolve("hooks"), "init.templateDir", file);
          });
    }
    for (String include : config.values(ConfiguredFiles::includes)) {
      named(include, file.resolveSibling(""), file)
          .ifPresent(path -> {
            add(path, "an include", file);
            read(path, workTree);
          });
    }
  }

  private static boolean includes(String key) {
    return key.equals("include.path") || (key.startsWith("includeif.") && key.endsWith(".path"));
  }

  /** For a hook that is a symlink, the file that it leads to counts. */
  private void hooks(Path directory, String by, Path file) {
    add(directory, by, file);
    if (!real(directory).startsWith(project)) {
      return;
    }
    for (Path hook : look.entries(real(directory))) {
      if (look.isSymlink(hook)) {
        look.target(hook).ifPresent(target -> add(target, by, file));
      } else {
        look.requireOneName(hook);
      }
    }
  }

  private Optional<Path> named(String bytes, Path from, Path file) {
    String value =
        Look.text(bytes)
            .orElseThrow(() ->
                new UserFailure(
                    Problem.of(
                        "git.name-not-utf8",
                        file + " names a path that is not valid UTF-8",
                        "rename the file that it names")));
    try {
      return value.isEmpty()
          ? Optional.empty()
          : Optional.of(from.resolve(expanded(value)).normalize());
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  /** As interpolate_path in git's path.c. For git, a user without an entry has no home. */
  private String expanded(String value) {
    if (!value.startsWith("~")) {
      return value;
    }
    int slash = value.indexOf('/');
    String user = value.substring(1, slash < 0 ? value.length() : slash);
    String rest = slash < 0 ? "" : value.substring(slash);
    if (user.isEmpty()) {
      return home + rest;
    }
    return look.bytes(PASSWD).stream()
        .flatMap(String::lines)
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length > 5 && fields[0].equals(user))
        .map(fields -> fields[5] + rest)
        .findFirst()
        .orElse(value);
  }

  private void add(Path path, String by, Path file) {
    Path place = path.startsWith(project) ? path : real(path);
    if (!place.startsWith(project) || place.equals(project)) {
      return;
    }
    if (look.isThere(place)) {
      look.requireOneName(place);
      controls.add(new GitControl(place, by + " in " + file + " names it", GitControl.Kind.OBEYED));
    } else {
      absent.add(place);
    }
  }

  private Path real(Path path) {
    try {
      return inquiry.real(path);
    } catch (IOException nothingThere) {
      return path;
    }
  }
}
