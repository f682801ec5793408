package dev.sandboxed.host;

import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;

/**
 * The programs that a session's standard streams need outside, absolute. Both are of coreutils.
 *
 * @param cat stays with a file that is a standard stream, so that the agent has a pipe instead
 * @param stty sets the terminal as it was
 */
public record StreamTools(Path cat, Path stty) {

  /**
   * Finds them.
   *
   * @throws UserFailure naming all that are missing
   */
  public static StreamTools among(Programs programs) {
    RequiredPrograms required = new RequiredPrograms(programs, "a session");
    StreamTools tools =
        new StreamTools(required.find("cat", "coreutils"), required.find("stty", "coreutils"));
    required.check();
    return tools;
  }
}
