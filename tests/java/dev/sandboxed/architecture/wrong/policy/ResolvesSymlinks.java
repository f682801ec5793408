package dev.sandboxed.architecture.wrong.policy;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** A pure room that takes a path for more than a value. */
@NullMarked
public final class ResolvesSymlinks {

  private ResolvesSymlinks() {}

  /** Asks the file system. */
  public static Path real(Path path) throws IOException {
    return path.toRealPath();
  }
}
