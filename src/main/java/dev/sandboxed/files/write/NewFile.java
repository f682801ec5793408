package dev.sandboxed.files.write;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;

/** Writes files that do not exist yet. */
public final class NewFile {

  private NewFile() {}

  /**
   * Writes a file, and makes its directory if that is missing. The file is there completely or not
   * at all, and never replaces another.
   *
   * @param ifThere what a person can do about a file that already exists
   * @throws UserFailure if it already exists, or cannot be written
   */
  public static void write(Path file, String text, String ifThere) {
    PrivateFiles.directory(file.resolveSibling(""));
    if (!PrivateFiles.file(file, text)) {
      throw new UserFailure(Problem.of("state.is-there", file + " already exists", ifThere));
    }
  }
}
