package dev.sandboxed.git;

import dev.sandboxed.host.survey.Glob;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The condition of an {@code includeIf}, as in git-config(1) under "Conditional includes".
 *
 * <p>Only {@code gitdir} can hold: the agent cannot choose where a repository lies, but it can make
 * a branch or name a remote, and so choose what the next launch shows.
 *
 * @param repository the directory of the project's repository, if it has one
 * @param home with every symlink resolved
 */
record GitCondition(Optional<Path> repository, Path home) {

  private static final String DIRECTORY = "gitdir:";
  private static final String ANY_CASE = "gitdir/i:";

  /**
   * Whether a condition is known to hold.
   *
   * @param file the file it is in, with every symlink resolved
   */
  boolean holds(String condition, Path file) {
    if (condition.startsWith(DIRECTORY)) {
      return matches(condition.substring(DIRECTORY.length()), file, false);
    }
    return condition.startsWith(ANY_CASE)
        && matches(condition.substring(ANY_CASE.length()), file, true);
  }

  private boolean matches(String pattern, Path file, boolean anyCase) {
    String all = pattern.endsWith("/") ? pattern + "**" : pattern;
    Glob glob;
    if (all.startsWith("~/")) {
      glob = new Glob(home, all.substring(2));
    } else if (all.startsWith("./")) {
      glob = new Glob(file.resolveSibling(""), all.substring(2));
    } else {
      glob = new Glob(Path.of("/"), all.startsWith("/") ? all.substring(1) : "**/" + all);
    }
    return repository
        .filter(directory ->
            anyCase ? matches(lower(glob), lower(directory)) : matches(glob, directory))
        .isPresent();
  }

  private static boolean matches(Glob glob, Path directory) {
    return directory.startsWith(glob.base())
        && glob.matcher().matches(glob.base().relativize(directory));
  }

  private static Glob lower(Glob glob) {
    return new Glob(lower(glob.base()), glob.pattern().toLowerCase(Locale.ROOT));
  }

  private static Path lower(Path path) {
    return Path.of(path.toString().toLowerCase(Locale.ROOT));
  }
}
