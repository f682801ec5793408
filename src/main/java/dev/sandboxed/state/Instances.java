package dev.sandboxed.state;

import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Where agents keep their own state between launches: a directory for each project. */
public final class Instances {

  private final Path root;
  private final ProjectDirectories projects;

  /** The instances below sandboxed's state directory. */
  public Instances(Path stateDirectory) {
    root = stateDirectory.resolve("instances");
    projects = new ProjectDirectories(root);
  }

  /** The instance of one project, whether it exists yet or not. */
  public Path ofProject(Path project, String agent) {
    return projects.of(project).resolve(agent);
  }

  /** The instance shared by all projects that want a shared one. */
  public Path shared(String agent) {
    return root.resolve("shared").resolve(agent);
  }

  /**
   * The instances of all projects so far, each project with all of its agents.
   *
   * @throws UserFailure if the directory cannot be read
   */
  public List<ProjectEntry> list() {
    return projects.list();
  }

  /**
   * Makes an instance if it is missing, and writes the project's path beside it, for people and for
   * gc.
   *
   * @param seeds what a new instance starts with; an existing one gets none of it
   * @throws UserFailure if it belongs to another project, or cannot be written
   */
  public void prepare(Path instance, Path project, List<Seed> seeds) {
    Path directory = instance.resolveSibling("");
    PrivateFiles.directory(directory);
    Leftovers.sweep(directory);
    if (instance.equals(ofProject(project, String.valueOf(instance.getFileName())))) {
      ProjectDirectories.note(directory, project, "the agent's state");
    }
    if (!Files.exists(instance, LinkOption.NOFOLLOW_LINKS)) {
      make(instance, seeds);
    }
    if (!Files.isDirectory(instance)) {
      throw new UserFailure(
          Problem.of(
              "state.in-the-way",
              instance + " is in the way of the agent's state for this project",
              "move it away; it is not a directory"));
    }
    if (!Files.isWritable(instance)) {
      throw new UserFailure(
          Problem.of(
              "state.not-writable",
              "cannot write to " + instance + ", the agent's state for this project",
              "make it writable by you, or start with --state ephemeral, which keeps nothing"));
    }
  }

  /** Makes it under another name first, so that nobody ever sees a half-made one. */
  private static void make(Path instance, List<Seed> seeds) {
    Path unfinished = Leftovers.unfinished(instance);
    Leftovers.delete(unfinished);
    PrivateFiles.directory(unfinished);
    try {
      seeds.forEach(seed -> seed.sow(unfinished));
      if (isEmpty(unfinished)) {
        // A rename would replace an empty one, and another session may be using it.
        PrivateFiles.directory(instance);
      } else {
        Files.move(unfinished, instance, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      // Otherwise another launch was faster. What Java throws for a directory that already exists
      // depends on the system.
      if (!Files.exists(instance, LinkOption.NOFOLLOW_LINKS)) {
        throw PrivateFiles.notWritable(instance, e);
      }
    } finally {
      Leftovers.delete(unfinished);
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  /**
   * Makes sure that something can be mounted in an instance: there must be an empty file or
   * directory, and never a symlink that the agent left. Two launches may do this at the same time.
   *
   * @param place relative to the instance
   * @throws UserFailure if something else is in its place
   */
  public void prepareMountPoint(Path instance, Path place, boolean directory) {
    Path at = instance;
    for (Path name : place) {
      at = at.resolve(name);
      boolean above = !at.equals(instance.resolve(place));
      make(at, above || directory);
    }
  }

  private static void make(Path point, boolean directory) {
    try {
      if (Files.isSymbolicLink(point)) {
        Files.deleteIfExists(point);
      }
      if (directory) {
        Files.createDirectory(point);
      } else {
        Files.createFile(point);
      }
    } catch (FileAlreadyExistsException there) {
      boolean fits =
          directory
              ? Files.isDirectory(point, LinkOption.NOFOLLOW_LINKS)
              : Files.isRegularFile(point, LinkOption.NOFOLLOW_LINKS);
      if (!fits) {
        throw new UserFailure(
            Problem.of(
                "state.in-the-way",
                point + " is in the way of what is mounted there",
                "move it away; it belongs to the agent's state for this project"));
      }
    } catch (IOException e) {
      throw PrivateFiles.notWritable(point, e);
    }
  }

  /**
   * Removes an empty file that an earlier launch may have mounted something on, because an agent
   * may take an empty file for a broken one. A file with content is the agent's own and stays.
   *
   * @param place relative to the instance
   */
  public void takeAwayMountPoint(Path instance, Path place) {
    Path point = instance.resolve(place);
    try {
      if (Files.isRegularFile(point, LinkOption.NOFOLLOW_LINKS)
          && point.toRealPath().startsWith(instance.toRealPath())
          && Files.size(point) == 0) {
        Files.deleteIfExists(point);
      }
    } catch (IOException e) {
      throw PrivateFiles.notWritable(point, e);
    }
  }
}
