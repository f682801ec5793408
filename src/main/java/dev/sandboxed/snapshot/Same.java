package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether two places have the same. */
final class Same {

  private Same() {}

  /** Compares kind, mode and content; of directories not what is in them. */
  static boolean at(Node one, Path onePath, Node other, Path otherPath) throws IOException {
    if (one.kind() != other.kind() || one.mode() != other.mode()) {
      return false;
    }
    return switch (one.kind()) {
      case ABSENT, DIRECTORY -> true;
      case LINK -> Files.readSymbolicLink(onePath).equals(Files.readSymbolicLink(otherPath));
      case FILE -> one.size() == other.size() && equal(onePath, otherPath);
      case WHITEOUT, OTHER -> false;
    };
  }

  /** What cannot be read is not known to be the same. */
  private static boolean equal(Path one, Path other) {
    try {
      return Files.mismatch(one, other) < 0;
    } catch (IOException closed) {
      return false;
    }
  }
}
