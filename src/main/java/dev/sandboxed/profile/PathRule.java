package dev.sandboxed.profile;

import dev.sandboxed.problem.Origin;
import java.util.List;

/**
 * A request about paths, as it was written.
 *
 * @param pattern may start with {@code ~} or a variable; relative ones start at the project; {@code
 *     deny} and {@code protect} may hold {@code *}, {@code ?} and {@code **}
 * @param optional whether a missing path is fine
 * @param masks regular expressions with groups, whose text in the file is replaced
 */
public record PathRule(
    Access access,
    String pattern,
    boolean optional,
    Spared spared,
    List<String> masks,
    Origin origin) {

  public PathRule {
    masks = List.copyOf(masks);
  }

  /** A rule that leaves nothing alone. */
  public PathRule(Access access, String pattern, boolean optional, Origin origin) {
    this(access, pattern, optional, Spared.NOTHING, origin);
  }

  /** A rule about whole files. */
  public PathRule(Access access, String pattern, boolean optional, Spared spared, Origin origin) {
    this(access, pattern, optional, spared, List.of(), origin);
  }

  /**
   * What a rule leaves alone, though its pattern matches.
   *
   * @param directories whether all directories
   * @param certificates whether files that hold certificates and nothing else, when a pattern found
   *     them
   * @param names the names of files and directories, with {@code *} and {@code ?}, when a pattern
   *     found them
   */
  public record Spared(boolean directories, boolean certificates, List<String> names) {

    public static final Spared NOTHING = new Spared(false, false, List.of());

    public Spared {
      names = List.copyOf(names);
    }
  }
}
