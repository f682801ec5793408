package dev.sandboxed.state;

import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * The sandboxes' own configurations of git, for each project. A directory has three parts: {@code
 * own} with the copies, which agents write; {@code base} with what was copied; {@code links} with
 * the symlinks that lead to the copies inside. Nothing here is ever read by git outside.
 */
public final class GitCopies {

  // As large as a configuration that is read for a plan.
  private static final int LARGEST = 4 << 20;

  private final ProjectDirectories projects;

  /** The copies below sandboxed's state directory. */
  public GitCopies(Path stateDirectory) {
    projects = new ProjectDirectories(stateDirectory.resolve("git"));
  }

  /** The directory of one project, whether it exists yet or not. */
  public Path of(Path project) {
    return projects.of(project);
  }

  /**
   * The directories of all projects so far.
   *
   * @throws dev.sandboxed.problem.UserFailure if they cannot be read
   */
  public List<ProjectEntry> list() {
    return projects.list();
  }

  /**
   * Makes the directory of a project.
   *
   * @throws dev.sandboxed.problem.UserFailure if it belongs to another project, or cannot be made
   */
  public void prepare(Path directory, Path project) {
    PrivateFiles.directory(directory);
    ProjectDirectories.note(directory, project, "git's configuration");
    for (String part : List.of("own", "base", "links")) {
      PrivateFiles.directory(directory.resolve(part));
    }
    Leftovers.sweep(directory.resolve("base"));
  }

  /**
   * Makes a copy, unless there is one of the same content: what the sandbox has changed since stays
   * until the person changes the file itself.
   *
   * @param inside where the copy is in the sandbox
   * @throws dev.sandboxed.problem.UserFailure if it cannot be written
   */
  public void copy(Path directory, String name, Path file, Path inside) {
    Path own = directory.resolve("own").resolve(name);
    Path base = directory.resolve("base").resolve(name);
    Path link = directory.resolve("links").resolve(name);
    try {
      link(link, inside);
      byte[] now = BoundedFile.bytes(file, LARGEST, LinkOption.NOFOLLOW_LINKS);
      if (Files.isRegularFile(base) && Arrays.equals(now, BoundedFile.bytes(base, LARGEST))) {
        return;
      }
      // Agents can write beside a copy, so it is made elsewhere and moved there.
      Path made = Leftovers.unfinished(base);
      Leftovers.delete(made);
      PrivateFiles.write(made, now);
      if (Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
        // Not deleted: an agent that still runs could put a symlink where a part of it was, and
        // what that leads to would be deleted instead.
        Files.move(own, own.resolveSibling(name + "." + UUID.randomUUID()));
      }
      Files.move(made, own, StandardCopyOption.ATOMIC_MOVE);
      PrivateFiles.write(made, now);
      Files.move(made, base, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw PrivateFiles.notWritable(own, e);
    }
  }

  /** Two first launches of one project can be here at once. Both would make the same link. */
  private static void link(Path link, Path inside) throws IOException {
    if (Files.isSymbolicLink(link)) {
      return;
    }
    try {
      Files.createSymbolicLink(link, inside);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isSymbolicLink(link)) {
        throw e;
      }
    }
  }
}
