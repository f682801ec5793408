package dev.sandboxed.state;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where agents keep their own state between launches: a directory for each project. */
public final class Instances {

  // 64 bits of the project's digest: enough to tell any number of projects apart, short enough for
  // a path.
  private static final int KEY_DIGITS = 16;

  /** The note with the project's path. */
  private static final String PROJECT = "project";

  private final Path root;

  /** Instances below a directory of the tool's own. */
  public Instances(Path stateDirectory) {
    root = stateDirectory.resolve("instances");
  }

  /** The instance of one project, whether it is there yet or not. */
  public Path ofProject(Path project, String agent) {
    return root.resolve(key(project)).resolve(agent);
  }

  /** The instance that all projects share which want that. */
  public Path shared(String agent) {
    return root.resolve("shared").resolve(agent);
  }

  /**
   * All instances of one project.
   *
   * @param directory of all its agents
   * @param project empty where the note beside them does not say
   */
  public record OfProject(Path directory, Optional<Path> project) {}

  /**
   * Those of all projects there have been.
   *
   * @throws UserFailure if the directory cannot be read
   */
  public List<OfProject> list() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    List<OfProject> all = new ArrayList<>();
    try (DirectoryStream<Path> keys = Files.newDirectoryStream(root, "[0-9a-f]*")) {
      for (Path directory : keys) {
        all.add(new OfProject(directory, project(directory)));
      }
    } catch (IOException e) {
      throw new UserFailure(
          Problem.of(
              "state.not-readable",
              "cannot read " + root + ": " + PrivateFiles.reason(e),
              "make it readable for you"));
    }
    return List.copyOf(all);
  }

  /** A note that does not belong to its directory says nothing. */
  private static Optional<Path> project(Path directory) {
    try {
      Path project = Path.of(Files.readString(directory.resolve(PROJECT)).stripTrailing());
      return Optional.of(project)
          .filter(path -> key(path).equals(String.valueOf(directory.getFileName())));
    } catch (IOException | InvalidPathException unknown) {
      return Optional.empty();
    }
  }

  /**
   * Makes an instance where it is missing, and the project's path beside it, for people and for gc.
   *
   * @throws UserFailure if the file system does not let us
   */
  public void prepare(Path instance, Path project) {
    PrivateFiles.directory(instance);
    if (instance.equals(ofProject(project, String.valueOf(instance.getFileName())))) {
      Path note = instance.resolveSibling(PROJECT);
      try {
        if (!Files.exists(note)) {
          Files.writeString(note, project + "\n");
        }
      } catch (IOException e) {
        throw PrivateFiles.notWritable(note, e);
      }
    }
  }

  /**
   * Makes sure that a login file can be mounted in an instance: a regular file has to be there, and
   * not a symlink that the agent left.
   *
   * @throws UserFailure if something else is in its place
   */
  public void prepareMountPoint(Path instance, String name) {
    Path file = instance.resolve(name);
    try {
      if (Files.isSymbolicLink(file)) {
        Files.delete(file);
      }
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException e) {
      throw new UserFailure(
          Problem.of(
              "state.in-the-way",
              file + " is in the way of the login that is mounted there",
              "move it away; it belongs to the agent's state of this project"));
    } catch (IOException e) {
      throw PrivateFiles.notWritable(file, e);
    }
  }

  private static String key(Path project) {
    return Digest.of(project.toString()).substring(0, KEY_DIGITS);
  }
}
