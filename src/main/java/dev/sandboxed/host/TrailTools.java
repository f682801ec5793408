package dev.sandboxed.host;

import dev.sandboxed.files.Programs;
import dev.sandboxed.files.RequiredPrograms;
import java.nio.file.Path;

/**
 * The programs that write what lasts between sessions, as absolute paths.
 *
 * @param flock from util-linux
 * @param sha256sum from coreutils, like the others
 */
public record TrailTools(
    Path flock, Path sha256sum, Path mv, Path rm, Path dd, Path touch, Path chmod) {

  /**
   * Finds all of them.
   *
   * @throws dev.sandboxed.problem.UserFailure naming each that is missing
   */
  public static TrailTools among(Programs programs) {
    RequiredPrograms required = new RequiredPrograms(programs, "a session");
    TrailTools tools =
        new TrailTools(
            required.find("flock", "util-linux"),
            required.find("sha256sum", "coreutils"),
            required.find("mv", "coreutils"),
            required.find("rm", "coreutils"),
            required.find("dd", "coreutils"),
            required.find("touch", "coreutils"),
            required.find("chmod", "coreutils"));
    required.check();
    return tools;
  }
}
