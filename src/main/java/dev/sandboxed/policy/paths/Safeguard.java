package dev.sandboxed.policy.paths;

import dev.sandboxed.problem.Origin;
import java.nio.file.Path;

/**
 * A restriction that sandboxed itself sets and no profile can lift, on something that decides the
 * next launch.
 *
 * @param path on the host, with every symlink resolved; it may be missing
 * @param reach the access that the sandbox still has
 */
record Safeguard(Path path, Reach reach, boolean directory, Origin origin) {

  /** The access that is left to a warded path. */
  enum Reach {
    NOTHING,
    READ
  }
}
