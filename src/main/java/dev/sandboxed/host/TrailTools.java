package dev.sandboxed.host;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
    List<Problem> problems = new ArrayList<>();
    TrailTools tools =
        new TrailTools(
            find("flock", "util-linux", programs, problems),
            find("sha256sum", "coreutils", programs, problems),
            find("mv", "coreutils", programs, problems),
            find("rm", "coreutils", programs, problems));
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
    return tools;
  }

  private static Path find(
      String program, String debianPackage, Programs programs, List<Problem> problems) {
    return programs
        .find(program)
        .orElseGet(() -> {
          problems.add(
              Problem.of(
                  "trail.missing-program",
                  "the trail of sessions needs " + program + ", which is not on PATH",
                  "install it (Debian, Ubuntu: apt-get install " + debianPackage + ")"));
          return Path.of(program);
        });
  }
}
