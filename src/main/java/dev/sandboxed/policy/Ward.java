package dev.sandboxed.policy;

import dev.sandboxed.problem.Origin;
import java.nio.file.Path;

/**
 * A restriction of our own that no profile can lift, on something that decides the next launch.
 *
 * @param path on the host, with every symlink resolved; it may be missing
 * @param reach what the sandbox may still do with it
 */
record Ward(Path path, Reach reach, boolean directory, Origin origin) {

  /** What is left of a warded path. */
  enum Reach {
    NOTHING,
    READ
  }
}
