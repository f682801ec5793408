package dev.sandboxed.host;

import dev.sandboxed.files.Programs;
import dev.sandboxed.files.RequiredPrograms;
import java.nio.file.Path;

/**
 * The programs that a session needs outside for what the sandbox gives and leaves, as absolute
 * paths. All are from coreutils.
 *
 * @param cat keeps a file that is a standard stream, so that the agent gets a pipe instead
 * @param stty restores the terminal's settings
 * @param dd reads what an agent may have made into a pipe or a link
 */
public record StreamTools(Path cat, Path stty, Path dd) {

  /**
   * Finds them.
   *
   * @throws dev.sandboxed.problem.UserFailure naming each that is missing
   */
  public static StreamTools among(Programs programs) {
    RequiredPrograms required = new RequiredPrograms(programs, "a session");
    StreamTools tools =
        new StreamTools(
            required.find("cat", "coreutils"),
            required.find("stty", "coreutils"),
            required.find("dd", "coreutils"));
    required.check();
    return tools;
  }
}
