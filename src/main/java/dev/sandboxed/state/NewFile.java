package dev.sandboxed.state;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;

/** Writes files that are not there yet. */
public final class NewFile {

  private NewFile() {}

  /**
   * Writes a file, in a directory that is made where it is missing. It is there as a whole or not
   * at all, and never in place of another.
   *
   * @param ifThere what a person can do about a file that is there already
   * @throws UserFailure if there is one, or if the file system does not let us
   */
  public static void write(Path file, String text, String ifThere) {
    PrivateFiles.directory(file.resolveSibling(""));
    if (!PrivateFiles.file(file, text)) {
      throw new UserFailure(Problem.of("state.is-there", file + " is there already", ifThere));
    }
  }
}
