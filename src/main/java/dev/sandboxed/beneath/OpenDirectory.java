package dev.sandboxed.beneath;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A directory that stays the same one, whatever takes its name. What is done in it is done there:
 * nobody can lead it elsewhere by a symlink in the place of a directory.
 */
public final class OpenDirectory implements AutoCloseable {

  // openat(2): AT_FDCWD, for a path that is absolute.
  private static final int ANYWHERE = -100;

  // From version, magic number, length, flags and type to the end of the file system's identity:
  // struct ovl_fb in the kernel's overlayfs.h.
  private static final int ORIGIN_TYPE = 4;
  private static final int ORIGIN_HANDLE = 21;

  private final int descriptor;
  private final Path name;

  private OpenDirectory(int descriptor, Path name) {
    this.descriptor = descriptor;
    this.name = name;
  }

  /**
   * Opens the one at an absolute path, which is trusted except for its last name.
   *
   * @throws java.nio.file.NotDirectoryException also for a symlink
   */
  public static OpenDirectory at(Path path) throws IOException {
    return new OpenDirectory(Libc.open(ANYWHERE, path, Libc.OPEN_DIRECTORY), path);
  }

  /**
   * Opens one in it.
   *
   * @throws java.nio.file.NotDirectoryException also for a symlink
   */
  public OpenDirectory in(Path child) throws IOException {
    return new OpenDirectory(
        Libc.open(descriptor, child, Libc.OPEN_DIRECTORY), name.resolve(child));
  }

  /**
   * Opens one below it, step by step.
   *
   * @param relative empty for this one
   */
  public OpenDirectory below(Path relative) throws IOException {
    OpenDirectory at = in(Path.of("."));
    if (relative.toString().isEmpty()) {
      return at;
    }
    for (Path step : relative) {
      try (OpenDirectory above = at) {
        at = above.in(step);
      }
    }
    return at;
  }

  /** The path by which Java reaches something in it, for calls that do not follow links. */
  public Path entry(Path child) {
    return Path.of("/proc/self/fd", Integer.toString(descriptor)).resolve(child);
  }

  /** What is at a name. */
  public Node look(Path child) throws IOException {
    return Node.at(entry(child));
  }

  /**
   * Reads a regular file; nothing in its place makes this wait.
   *
   * @throws NoSuchFileException if it is something else
   */
  public InputStream read(Path child) throws IOException {
    int file = Libc.open(descriptor, child, Libc.OPEN_FILE);
    try {
      Path opened = Path.of("/proc/self/fd", Integer.toString(file));
      if (!Files.isRegularFile(opened)) {
        throw new NoSuchFileException(child.toString(), null, "it is not a regular file");
      }
      return Files.newInputStream(opened);
    } finally {
      Libc.close(file);
    }
  }

  /** Gives something another name, which must be free. */
  public void move(Path from, Path to) throws IOException {
    Libc.rename(descriptor, from, to, Libc.NO_REPLACE);
  }

  /** Swaps two names at once. */
  public void exchange(Path one, Path other) throws IOException {
    Libc.rename(descriptor, one, other, Libc.EXCHANGE);
  }

  /** Sets the mode of a directory in it. */
  public void mode(Path child, int mode) throws IOException {
    try (OpenDirectory changed = in(child)) {
      Libc.mode(changed.descriptor, mode);
    }
  }

  /** Has its names written to the disk. */
  public void sync() throws IOException {
    Libc.sync(descriptor);
  }

  /**
   * Has all that was written to its file system written to the disk: for many files that is much
   * faster than one after the other.
   */
  public void syncAll() throws IOException {
    Libc.syncAll(descriptor);
  }

  /**
   * Whether it is what a layer was made from.
   *
   * @param origin as overlayfs notes it
   */
  public boolean isOrigin(byte[] origin) {
    if (origin.length <= ORIGIN_HANDLE) {
      return false;
    }
    Optional<byte[]> handle = Libc.handle(descriptor, Path.of("."));
    return handle
        .filter(own ->
            own[0] == origin[ORIGIN_TYPE]
                && Arrays.equals(own, 1, own.length, origin, ORIGIN_HANDLE, origin.length))
        .isPresent();
  }

  @Override
  public void close() {
    Libc.close(descriptor);
  }
}
