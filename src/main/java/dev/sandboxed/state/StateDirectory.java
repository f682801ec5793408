package dev.sandboxed.state;

import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The directory of what lasts between launches, and the version of what is in it. */
public final class StateDirectory {

  /** Raised when an older sandboxed could damage what is in there. */
  private static final int VERSION = 1;

  private static final int LARGEST_NOTE = 1 << 12;

  private final Path directory;

  public StateDirectory(Path directory) {
    this.directory = directory;
  }

  /** Whether this person has ever launched anything. */
  public boolean knowsOfLaunches() {
    return Files.isDirectory(Trail.directory(directory));
  }

  /**
   * Makes what is missing.
   *
   * @throws UserFailure if a newer version has written here, or something cannot be made
   */
  public void prepare() {
    checkVersion();
    PrivateFiles.directory(Trail.directory(directory));
    Trail.requirePlainFiles(directory);
    PrivateFiles.directory(RunningSessions.directory(directory));
    PrivateFiles.directory(quarantine(directory));
    PrivateFiles.directory(network(directory));
    PrivateFiles.directory(ObservedLogs.directory(directory));
    Leftovers.sweep(directory);
    PrivateFiles.file(versionNote(), VERSION + "\n");
  }

  /**
   * Checks whether this version may touch what is there.
   *
   * @throws UserFailure if it must not
   */
  public void checkVersion() {
    Path note = versionNote();
    try {
      String version = BoundedFile.text(note, LARGEST_NOTE).strip();
      // A number of any length is from a newer version.
      if (!version.equals(Integer.toString(VERSION))) {
        throw new UserFailure(
            Problem.of(
                "state.other-version",
                version.matches("\\d+")
                    ? directory + " belongs to a newer sandboxed: it has version " + version
                    : note + " does not hold a version",
                version.matches("\\d+")
                    ? "use that version, or set XDG_STATE_HOME to another directory"
                    : "write " + VERSION + " into it, if no newer sandboxed is used here"));
      }
    } catch (NoSuchFileException notYet) {
      return;
    } catch (IOException e) {
      throw PrivateFiles.notReadable(note, e);
    }
  }

  private Path versionNote() {
    return versionNote(directory);
  }

  /** Where what appeared in a project is moved, if a person wants that. */
  public static Path quarantine(Path directory) {
    return directory.resolve("quarantine");
  }

  /** Where sessions of allowlist write their connections, and what was refused. */
  public static Path network(Path directory) {
    return directory.resolve("network");
  }

  /** The file that says which version wrote the directory. */
  public static Path versionNote(Path directory) {
    return directory.resolve("version");
  }

  /** What a launch finds in it, beside that. */
  public static List<Path> of(Path directory) {
    return Stream.concat(
            Stream.of(
                Trail.directory(directory),
                RunningSessions.directory(directory),
                quarantine(directory),
                network(directory),
                ObservedLogs.directory(directory)),
            Trail.files(directory))
        .toList();
  }
}
