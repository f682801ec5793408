package dev.sandboxed.policy;

import dev.sandboxed.problem.Origin;
import java.nio.file.Path;

/** A place in {@code /proc} that does not look as the kernel shows it. */
public sealed interface KernelPath {

  Path path();

  /** The reason. */
  Origin origin();

  /** How it looks inside, for people. */
  default String describe() {
    return switch (this) {
      case HiddenFile _, HiddenDirectory _ -> "masked";
      case ReadOnly _ -> "read-only";
    };
  }

  /** A file that cannot be opened. */
  record HiddenFile(Path path, Origin origin) implements KernelPath {}

  /** A directory that cannot be listed. */
  record HiddenDirectory(Path path, Origin origin) implements KernelPath {}

  /** A directory in which everything is read-only. */
  record ReadOnly(Path path, Origin origin) implements KernelPath {}
}
