package dev.sandboxed.state;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes the directories that nobody but the person may look into. */
public final class PrivateFiles {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFiles() {}

  /**
   * Makes a directory with mode 0700, and what is missing above it. One that is there stays as it
   * is.
   *
   * @throws UserFailure if the file system does not let us
   */
  public static Path directory(Path directory) {
    try {
      return Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (IOException e) {
      throw new UserFailure(
          Problem.of(
              "state.not-writable",
              "cannot make the directory " + directory + ": " + reason(e),
              "make room, or make its parent writable for you"));
    }
  }

  /** What to tell a person about something of ours that cannot be written. */
  public static UserFailure notWritable(Path path, IOException e) {
    return new UserFailure(
        Problem.of(
            "state.not-writable",
            "cannot write " + path + ": " + reason(e),
            "make room, or make its directory writable for you"));
  }

  /** What the file system said, in its own words where it had some. */
  public static String reason(IOException e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getClass().getSimpleName().replace("Exception", "") + ", " + e.getMessage();
  }
}
