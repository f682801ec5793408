package dev.sandboxed.host.survey;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Obstacle;
import dev.sandboxed.files.ObstacleSearch;
import dev.sandboxed.files.PathProbe;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Walks once below a directory and finds the matches of all globs that start there. Follows no
 * symlinks, and enters directories of any name: if some names were left out, an agent could use one
 * of them.
 */
final class GlobWalk {

  private record Search(Glob glob, PathMatcher matcher, List<Path> found) {}

  private final Inquiry inquiry;
  private final Path base;
  private final List<Search> searches;
  private final List<Obstacle> closed;

  private GlobWalk(Inquiry inquiry, Path base, List<Search> searches, List<Obstacle> closed) {
    this.inquiry = inquiry;
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
  static Map<Glob, List<Path>> from(
      Inquiry inquiry, Path base, List<Glob> globs, List<Obstacle> closed) {
    List<Search> searches =
        globs.stream().map(glob -> new Search(glob, glob.matcher(), new ArrayList<>())).toList();
    int depth = globs.stream().mapToInt(Glob::depth).max().orElse(0);
    GlobWalk walk = new GlobWalk(inquiry, base, searches, closed);
    try {
      if (inquiry.at(base, LinkOption.NOFOLLOW_LINKS).isDirectory()) {
        walk.below(base, depth);
      }
    } catch (IOException failure) {
      walk.failed(base, failure);
    }
    return searches.stream()
        .collect(
            Collectors.toMap(
                Search::glob,
                search -> search.found().stream().sorted(Comparator.naturalOrder()).toList()));
  }

  private void below(Path directory, int depth) {
    if (depth == 0) {
      return;
    }
    Map<Path, Entry.Kind> entries;
    try {
      entries = inquiry.entries(directory);
    } catch (IOException failure) {
      if (!PathProbe.isMissing(failure)) {
        closed.add(ObstacleSearch.before(inquiry, directory, failure));
      }
      return;
    }
    entries.forEach((path, kind) -> {
      switch (kind) {
        case DIRECTORY -> {
          match(path);
          below(path, depth - 1);
        }
        case FILE, SYMLINK, SOCKET, SPECIAL -> match(path);
        case UNKNOWN -> unknown(path);
      }
    });
  }

  private void unknown(Path path) {
    try {
      inquiry.at(path, LinkOption.NOFOLLOW_LINKS);
      match(path);
    } catch (IOException failure) {
      failed(path, failure);
    }
  }

  private void failed(Path path, IOException failure) {
    if (!PathProbe.isMissing(failure)) {
      match(path);
      closed.add(ObstacleSearch.before(inquiry, path, failure));
    }
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
