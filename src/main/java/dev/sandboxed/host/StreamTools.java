package dev.sandboxed.host;

import dev.sandboxed.files.Programs;
import dev.sandboxed.files.RequiredPrograms;
import java.nio.file.Path;

/**
 * The programs that a session's standard streams need outside, as absolute paths. Both are from
 * coreutils.
 *
 * @param cat keeps a file that is a standard stream, so that the agent gets a pipe instead
 * @param stty restores the terminal's settings
 */
public record StreamTools(Path cat, Path stty) {

  /**
   * Finds both.
   *
   * @throws dev.sandboxed.problem.UserFailure naming each that is missing
   */
  public static StreamTools among(Programs programs) {
    RequiredPrograms required = new RequiredPrograms(programs, "a session");
    StreamTools tools =
        new StreamTools(required.find("cat", "coreutils"), required.find("stty", "coreutils"));
    required.check();
    return tools;
  }
}
