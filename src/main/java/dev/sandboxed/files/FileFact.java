package dev.sandboxed.files;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is at a path.
 *
 * @param path as asked for, absolute and normalized
 * @param kind the kind of what the path leads to, through symlinks
 * @param symlink whether the path's last component is itself a symlink
 * @param real the path with every symlink resolved; if nothing is there, the path it would get
 * @param storePaths store paths that symlinks at or (for a directory, not far) below the path lead
 *     through; they must come along for the links to work
 * @param obstacle why it is not known what is there
 */
public record FileFact(
    Path path,
    Kind kind,
    boolean symlink,
    Path real,
    List<String> storePaths,
    Optional<Obstacle> obstacle) {

  /** What a path leads to. */
  public enum Kind {
    MISSING,
    FILE,
    DIRECTORY,
    /** A socket, a device or a pipe. */
    SPECIAL,
    /** Something keeps sandboxed from looking. */
    UNKNOWN
  }

  /** A fact about what could be looked at. */
  public FileFact(Path path, Kind kind, boolean symlink, Path real, List<String> storePaths) {
    this(path, kind, symlink, real, storePaths, Optional.empty());
  }

  public FileFact {
    storePaths = List.copyOf(storePaths);
  }

  /** Whether something is known to be there. */
  public boolean exists() {
    return kind != Kind.MISSING && kind != Kind.UNKNOWN;
  }
}
