package dev.sandboxed.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Why nothing is at a path: a name that is missing in a directory that can be searched, or
 * something on the way that is no directory. A shell can see both for sure, while a path that it
 * merely cannot look at is absent to it as well.
 */
final class Absences {

  // As many as the kernel follows.
  private static final int LINKS = 40;

  private enum Found {
    DIRECTORY,
    OTHER,
    NOTHING
  }

  /** Takes a link on the way, whose text counts. */
  interface OnTheWay {
    void link(Path link) throws ColdException, IOException;
  }

  private final OnTheWay onTheWay;
  private final Map<Path, Found> seen = new HashMap<>();

  /** Each a directory, and a name in it that is missing. */
  final Set<List<Path>> missing = new LinkedHashSet<>();

  /** Each is there, and is no directory. */
  final Set<Path> noDirectories = new LinkedHashSet<>();

  Absences(OnTheWay onTheWay) {
    this.onTheWay = onTheWay;
  }

  void noDirectoryAt(Path path) throws ColdException, IOException {
    if (found(path) == Found.OTHER) {
      noDirectories.add(path);
    } else {
      nothingAt(path, true);
    }
  }

  /**
   * Finds out why.
   *
   * @param follow whether a link at the end was followed
   */
  void nothingAt(Path path, boolean follow) throws ColdException, IOException {
    nothingAt(path, follow, 0);
  }

  private void nothingAt(Path path, boolean follow, int links) throws ColdException, IOException {
    Path above = Path.of("/");
    for (int count = 1; count <= path.getNameCount(); count++) {
      Path at = Path.of("/").resolve(path.subpath(0, count));
      boolean last = count == path.getNameCount();
      boolean isLink = (!last || follow) && isDangling(at);
      Found found = last && !follow ? itself(at) : found(at);
      if (found == Found.NOTHING) {
        if (!isLink) {
          missing.add(List.of(above, at));
          return;
        }
        if (links == LINKS) {
          throw new ColdException("a ring of links at " + path);
        }
        onTheWay.link(at);
        Path target = at.resolveSibling(Files.readSymbolicLink(at));
        nothingAt(
            last ? target : target.resolve(path.subpath(count, path.getNameCount())),
            true,
            links + 1);
        return;
      }
      if (found == Found.OTHER && !last) {
        noDirectories.add(at);
        return;
      }
      above = at;
    }
    throw new ColdException("something has appeared at " + path);
  }

  private boolean isDangling(Path path) throws IOException {
    return found(path) == Found.NOTHING && Files.isSymbolicLink(path);
  }

  private Found found(Path path) throws IOException {
    Found known = seen.get(path);
    if (known == null) {
      known = look(path);
      seen.put(path, known);
    }
    return known;
  }

  private static Found itself(Path path) throws IOException {
    return look(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static Found look(Path path, LinkOption... options) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, options).isDirectory()
          ? Found.DIRECTORY
          : Found.OTHER;
    } catch (IOException e) {
      if (Marks.of(e).equals(Question.ABSENT)) {
        return Found.NOTHING;
      }
      throw e;
    }
  }
}
