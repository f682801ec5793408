package dev.sandboxed.launch;

import dev.sandboxed.files.Programs;
import dev.sandboxed.files.RequiredPrograms;
import java.nio.file.Path;

/**
 * The programs that write down what a session tries, as absolute paths.
 *
 * @param strace sees it
 * @param perl folds what strace says
 */
public record ObserveTools(Path strace, Path perl) {

  /**
   * Finds both.
   *
   * @throws dev.sandboxed.problem.UserFailure naming each that is missing
   */
  public static ObserveTools among(Programs programs) {
    RequiredPrograms required =
        new RequiredPrograms(programs, "denials below [observe], or --observe,");
    ObserveTools tools =
        new ObserveTools(required.find("strace", "strace"), required.find("perl", "perl"));
    required.check();
    return tools;
  }
}
