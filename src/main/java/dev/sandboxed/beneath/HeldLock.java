package dev.sandboxed.beneath;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A lock on a file, as {@code flock} in the launcher takes it; Java's own is of another kind. */
public final class HeldLock implements AutoCloseable {

  // openat(2): AT_FDCWD, for a path that is absolute.
  private static final int ANYWHERE = -100;

  private final int descriptor;

  private HeldLock(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Takes it, unless somebody has it.
   *
   * @throws IOException if the file cannot be opened
   */
  public static Optional<HeldLock> take(Path file) throws IOException {
    int descriptor = Libc.open(ANYWHERE, file, Libc.OPEN_FILE);
    if (Libc.lock(descriptor)) {
      return Optional.of(new HeldLock(descriptor));
    }
    Libc.close(descriptor);
    return Optional.empty();
  }

  @Override
  public void close() {
    Libc.close(descriptor);
  }
}
