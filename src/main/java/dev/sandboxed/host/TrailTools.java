package dev.sandboxed.host;

import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;

/**
 * The programs that write the trail, absolute.
 *
 * @param flock of util-linux
 * @param sha256sum of coreutils, as are the others
 */
public record TrailTools(Path flock, Path sha256sum, Path mv, Path rm) {

  /**
   * Finds them.
   *
   * @throws UserFailure naming all that are missing
   */
  public static TrailTools among(Programs programs) {
    RequiredPrograms required = new RequiredPrograms(programs, "the trail of sessions");
    TrailTools tools =
        new TrailTools(
            required.find("flock", "util-linux"),
            required.find("sha256sum", "coreutils"),
            required.find("mv", "coreutils"),
            required.find("rm", "coreutils"));
    required.check();
    return tools;
  }
}
