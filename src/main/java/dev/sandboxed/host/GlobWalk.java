package dev.sandboxed.host;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One walk below a directory that finds the matches of all globs that start there. Follows no
 * symlinks.
 */
final class GlobWalk extends SimpleFileVisitor<Path> {

  private record Search(Glob glob, PathMatcher matcher, List<Path> found) {}

  private final Path base;
  private final List<Search> searches;

  private GlobWalk(Path base, List<Search> searches) {
    this.base = base;
    this.searches = searches;
  }

  /**
   * @return for each glob its matches, sorted
   * @throws UserFailure if a match cannot be written into a plan
   */
  static Map<Glob, List<Path>> from(Path base, List<Glob> globs) {
    List<Search> searches =
        globs.stream().map(glob -> new Search(glob, glob.matcher(), new ArrayList<>())).toList();
    int depth = globs.stream().mapToInt(Glob::depth).max().orElse(0);
    try {
      Files.walkFileTree(
          base, EnumSet.noneOf(FileVisitOption.class), depth, new GlobWalk(base, searches));
    } catch (NoSuchFileException nothingThere) {
      return Map.of();
    } catch (IOException e) {
      throw new UserFailure(
          Problem.of(
              "host.unreadable",
              "cannot look for the files that profiles mask below " + base + ": " + e.getMessage(),
              "make it readable, or remove the pattern"));
    }
    return searches.stream()
        .collect(
            Collectors.toMap(
                Search::glob,
                search -> search.found().stream().sorted(Comparator.naturalOrder()).toList()));
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    match(directory);
    // The repository's own files are git's business, and too many to walk.
    return !directory.equals(base) && directory.endsWith(".git")
        ? FileVisitResult.SKIP_SUBTREE
        : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    match(file);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException unreadable) throws IOException {
    if (file.equals(base)) {
      throw unreadable;
    }
    match(file);
    return FileVisitResult.CONTINUE;
  }

  private void match(Path path) {
    Path relative = base.relativize(path);
    for (Search search : searches) {
      if (search.matcher().matches(relative)) {
        search.found().add(representable(path));
      }
    }
  }

  /** A mask that is left out would be a broken promise, and a plan is UTF-8 text. */
  private static Path representable(Path path) {
    if (path.toString().indexOf('\uFFFD') >= 0) {
      throw new UserFailure(
          Problem.of(
              "host.name-not-utf8",
              "a profile masks " + path + ", whose name is not valid UTF-8",
              "rename it, or take the pattern out of the profile"));
    }
    return path;
  }
}
