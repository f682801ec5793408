package dev.sandboxed.state;

import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.files.Digest;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Directories that each belong to one project. They are named by a hash of its real path, which is
 * also written in a note inside, for people and for gc.
 */
final class ProjectDirectories {

  // 64 bits of the digest of the project's path: enough to tell any number of projects apart, short
  // enough for a path.
  private static final int KEY_DIGITS = 16;

  /** The note with the project's path. */
  private static final String NOTE = "project";

  // The kernel's longest path has 4 KiB.
  private static final int LARGEST_NOTE = 1 << 13;

  private final Path root;

  ProjectDirectories(Path root) {
    this.root = root;
  }

  /** The directory of one project, whether it exists yet or not. */
  Path of(Path project) {
    return root.resolve(key(project));
  }

  /**
   * Writes the note with the project's path, if it is missing.
   *
   * @param directory the project's own, which exists
   * @param what is in it, as words in a sentence
   * @throws UserFailure if it belongs to another project, or the note cannot be read or written
   */
  static void note(Path directory, Path project, String what) {
    Path note = directory.resolve(NOTE);
    PrivateFiles.file(note, project + "\n");
    try {
      String noted = BoundedFile.text(note, LARGEST_NOTE);
      if (!noted.equals(project + "\n")) {
        throw new UserFailure(
            Problem.of(
                "state.other-project",
                note + " says that " + what + " beside it belongs to " + Quoted.of(noted.strip()),
                "it should say " + project + ": correct it, or move its directory away"));
      }
    } catch (IOException e) {
      throw new UserFailure(
          Problem.of(
              "state.unreadable",
              "cannot read " + note + ": " + PrivateFiles.reason(e),
              "it should hold the path of the project: correct it, or move its directory away"));
    }
  }

  /**
   * The directories of all projects so far.
   *
   * @throws UserFailure if the directory cannot be read
   */
  List<ProjectEntry> list() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    List<ProjectEntry> all = new ArrayList<>();
    try (DirectoryStream<Path> keys = Files.newDirectoryStream(root, "[0-9a-f]*")) {
      for (Path directory : keys) {
        all.add(new ProjectEntry(directory, noted(directory)));
      }
    } catch (IOException e) {
      throw PrivateFiles.notReadable(root, e);
    }
    return List.copyOf(all);
  }

  /** A note that does not match its directory does not count. */
  static Optional<Path> noted(Path directory) {
    try {
      Path project =
          Path.of(BoundedFile.text(directory.resolve(NOTE), LARGEST_NOTE).stripTrailing());
      return Optional.of(project)
          .filter(path -> key(path).equals(String.valueOf(directory.getFileName())));
    } catch (IOException | InvalidPathException unknown) {
      return Optional.empty();
    }
  }

  private static String key(Path project) {
    return Digest.of(project.toString()).substring(0, KEY_DIGITS);
  }
}
