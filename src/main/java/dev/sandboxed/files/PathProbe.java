package dev.sandboxed.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at single paths: what is there, and where the links on the way lead. */
public final class PathProbe {

  // ENOTDIR, in the words of strerror(3).
  private static final String NOT_A_DIRECTORY = "Not a directory";

  // As many as the kernel follows before it reports ELOOP.
  private static final int LINK_CHAIN = 40;

  private PathProbe() {}

  /** Looks at one path, but not at the places its links lead through. */
  public static FileFact look(Inquiry inquiry, Path path) {
    boolean symlink = inquiry.isSymlink(path);
    try {
      Path real = inquiry.real(path);
      return new FileFact(path, kind(inquiry, real), symlink, real, List.of());
    } catch (IOException unknown) {
      return isMissing(unknown)
          ? new FileFact(path, FileFact.Kind.MISSING, symlink, realParent(inquiry, path), List.of())
          : unknown(inquiry, path, symlink, ObstacleSearch.before(inquiry, path, unknown));
    }
  }

  /** Whether a look failed because nothing is there. Java does not have a class for each case. */
  public static boolean isMissing(IOException failure) {
    return failure instanceof NoSuchFileException
        || failure instanceof NotDirectoryException
        || (failure instanceof FileSystemException known
            && NOT_A_DIRECTORY.equals(known.getReason()));
  }

  private static FileFact unknown(Inquiry inquiry, Path path, boolean symlink, Obstacle obstacle) {
    Path real =
        obstacle.kind() == Obstacle.Kind.CLOSED
            ? way(inquiry, path).getLast()
            : realParent(inquiry, path);
    return new FileFact(
        path, FileFact.Kind.UNKNOWN, symlink, real, List.of(), Optional.of(obstacle));
  }

  /**
   * The place a missing path would have: its nearest existing parent resolved, and the rest
   * unchanged.
   */
  private static Path realParent(Inquiry inquiry, Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      return path;
    }
    try {
      return inquiry.real(parent).resolve(parent.relativize(path));
    } catch (IOException alsoMissing) {
      return realParent(inquiry, parent).resolve(parent.relativize(path));
    }
  }

  private static FileFact.Kind kind(Inquiry inquiry, Path real) throws IOException {
    Entry entry = inquiry.at(real);
    if (entry.isDirectory()) {
      return FileFact.Kind.DIRECTORY;
    }
    return entry.isFile() ? FileFact.Kind.FILE : FileFact.Kind.SPECIAL;
  }

  /** The path, and each place it leads through, link by link. */
  public static List<Path> way(Inquiry inquiry, Path path) {
    List<Path> way = new ArrayList<>();
    Path current = path;
    for (int hop = 0; hop < LINK_CHAIN; hop++) {
      way.add(current);
      Path next = followFirstLink(inquiry, current);
      if (next.equals(current)) {
        break;
      }
      current = next;
    }
    return way;
  }

  /** Every symlink that a path leads through, each where it lies. */
  public static List<Path> links(Inquiry inquiry, Path path) {
    List<Path> links = new ArrayList<>();
    for (Path place : way(inquiry, path)) {
      Path prefix = Path.of("/");
      for (Path component : place) {
        prefix = prefix.resolve(component);
        if (inquiry.isSymlink(prefix)) {
          links.add(prefix);
          break;
        }
      }
    }
    return links;
  }

  private static Path followFirstLink(Inquiry inquiry, Path path) {
    Path prefix = Path.of("/");
    for (Path component : path) {
      prefix = prefix.resolve(component);
      if (inquiry.isSymlink(prefix)) {
        try {
          Path target = prefix.resolveSibling(inquiry.target(prefix));
          return target.resolve(prefix.relativize(path)).normalize();
        } catch (IOException gone) {
          return path;
        }
      }
    }
    return path;
  }
}
