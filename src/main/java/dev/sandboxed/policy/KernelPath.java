package dev.sandboxed.policy;

import dev.sandboxed.problem.Origin;
import java.nio.file.Path;

/** A place in {@code /proc} that does not look as the kernel shows it. */
public sealed interface KernelPath {

  Path path();

  /** The reason. */
  Origin origin();

  /** A file that cannot be opened. */
  record HiddenFile(Path path, Origin origin) implements KernelPath {}

  /** A directory that cannot be listed. */
  record HiddenDirectory(Path path, Origin origin) implements KernelPath {}

  /** A directory in which everything is read-only. */
  record ReadOnly(Path path, Origin origin) implements KernelPath {}
}
