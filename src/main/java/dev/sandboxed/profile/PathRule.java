package dev.sandboxed.profile;

import dev.sandboxed.problem.Origin;

/**
 * A request about paths, as it was written.
 *
 * @param pattern may start with {@code ~} or a variable; relative ones start at the project; {@code
 *     deny} and {@code protect} may hold {@code *}, {@code ?} and {@code **}
 * @param optional whether a missing path is fine
 * @param files whether it leaves directories alone, even those with a matching name
 */
public record PathRule(
    Access access, String pattern, boolean optional, boolean files, Origin origin) {

  /** A rule about files and directories alike. */
  public PathRule(Access access, String pattern, boolean optional, Origin origin) {
    this(access, pattern, optional, false, origin);
  }
}
