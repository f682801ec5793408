package dev.sandboxed.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
  public static FileFact look(Path path) {
    boolean symlink = Files.isSymbolicLink(path);
    try {
      Path real = path.toRealPath();
      return new FileFact(path, kind(real), symlink, real, List.of());
    } catch (IOException unknown) {
      return isMissing(unknown)
          ? new FileFact(path, FileFact.Kind.MISSING, symlink, realParent(path), List.of())
          : unknown(path, symlink, ObstacleSearch.before(path, unknown));
    }
  }

  /** Whether a look failed because nothing is there. Java does not have a class for each case. */
  public static boolean isMissing(IOException failure) {
    return failure instanceof NoSuchFileException
        || failure instanceof NotDirectoryException
        || (failure instanceof FileSystemException known
            && NOT_A_DIRECTORY.equals(known.getReason()));
  }

  private static FileFact unknown(Path path, boolean symlink, Obstacle obstacle) {
    Path real = obstacle.kind() == Obstacle.Kind.CLOSED ? way(path).getLast() : realParent(path);
    return new FileFact(
        path, FileFact.Kind.UNKNOWN, symlink, real, List.of(), Optional.of(obstacle));
  }

  /**
   * The place a missing path would have: its nearest existing parent resolved, and the rest
   * unchanged.
   */
  private static Path realParent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      return path;
    }
    try {
      return parent.toRealPath().resolve(parent.relativize(path));
    } catch (IOException alsoMissing) {
      return realParent(parent).resolve(parent.relativize(path));
    }
  }

  private static FileFact.Kind kind(Path real) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      return FileFact.Kind.DIRECTORY;
    }
    return attributes.isRegularFile() ? FileFact.Kind.FILE : FileFact.Kind.SPECIAL;
  }

  /** The path, and each place it leads through, link by link. */
  public static List<Path> way(Path path) {
    List<Path> way = new ArrayList<>();
    Path current = path;
    for (int hop = 0; hop < LINK_CHAIN; hop++) {
      way.add(current);
      Path next = followFirstLink(current);
      if (next.equals(current)) {
        break;
      }
      current = next;
    }
    return way;
  }

  /** Every symlink that a path leads through, each where it lies. */
  public static List<Path> links(Path path) {
    List<Path> links = new ArrayList<>();
    for (Path place : way(path)) {
      Path prefix = Path.of("/");
      for (Path component : place) {
        prefix = prefix.resolve(component);
        if (Files.isSymbolicLink(prefix)) {
          links.add(prefix);
          break;
        }
      }
    }
    return links;
  }

  private static Path followFirstLink(Path path) {
    Path prefix = Path.of("/");
    for (Path component : path) {
      prefix = prefix.resolve(component);
      if (Files.isSymbolicLink(prefix)) {
        try {
          Path target = prefix.resolveSibling(Files.readSymbolicLink(prefix));
          return target.resolve(prefix.relativize(path)).normalize();
        } catch (IOException gone) {
          return path;
        }
      }
    }
    return path;
  }

  /** Whether {@code path} exists; a symlink at its end is not followed. */
  public static boolean present(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
