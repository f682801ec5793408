package dev.sandboxed.architecture.wrong.problem;

import dev.sandboxed.architecture.wrong.policy.ReadsAFile;
import org.jspecify.annotations.NullMarked;

/** An import that the table forbids, and that makes a cycle. */
@NullMarked
public final class ImportsThePolicy {

  private ImportsThePolicy() {}

  /** Imports a room above. */
  public static Class<?> policy() {
    return ReadsAFile.class;
  }
}
