package dev.sandboxed.host.survey;

import dev.sandboxed.files.Obstacle;
import dev.sandboxed.files.ObstacleSearch;
import dev.sandboxed.files.PathProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
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
import org.jspecify.annotations.Nullable;

/**
 * Walks once below a directory and finds the matches of all globs that start there. Follows no
 * symlinks, and enters directories of any name: if some names were left out, an agent could use one
 * of them.
 */
final class GlobWalk extends SimpleFileVisitor<Path> {

  private record Search(Glob glob, PathMatcher matcher, List<Path> found) {}

  private final Path base;
  private final List<Search> searches;
  private final List<Obstacle> closed;

  private GlobWalk(Path base, List<Search> searches, List<Obstacle> closed) {
    this.base = base;
    this.searches = searches;
    this.closed = closed;
  }

  /**
   * Walks below a directory.
   *
   * @param closed gets what could not be looked at
   * @return the matches of each glob, sorted
   */
  static Map<Glob, List<Path>> from(Path base, List<Glob> globs, List<Obstacle> closed) {
    List<Search> searches =
        globs.stream().map(glob -> new Search(glob, glob.matcher(), new ArrayList<>())).toList();
    int depth = globs.stream().mapToInt(Glob::depth).max().orElse(0);
    try {
      Files.walkFileTree(
          base, EnumSet.noneOf(FileVisitOption.class), depth, new GlobWalk(base, searches, closed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    match(file);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    boolean gone = PathProbe.isMissing(failure);
    if (!gone) {
      match(file);
      closed.add(ObstacleSearch.before(file, failure));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
    if (failure != null) {
      closed.add(ObstacleSearch.before(directory, failure));
    }
    return FileVisitResult.CONTINUE;
  }

  private void match(Path path) {
    if (path.equals(base)) {
      return;
    }
    Path relative = base.relativize(path);
    for (Search search : searches) {
      if (search.matcher().matches(relative)) {
        search.found().add(path);
      }
    }
  }
}
