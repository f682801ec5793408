package dev.sandboxed.state;

import dev.sandboxed.files.Digest;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.LockFile;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Dev shells as Nix described them: a directory for each project, in it one for each dev shell, and
 * in that one for what the shell was evaluated from. It holds the description, and a garbage
 * collection root that keeps what the description names in Nix's store.
 */
public final class DevShells {

  private static final String DESCRIPTION = "environment.json";

  // This many digits of a digest distinguish any number of dev shells of one project.
  private static final int KEY_DIGITS = 16;

  // Far more than the largest dev shell has in variables.
  private static final int LARGEST_DESCRIPTION = 64 << 20;

  // Machines may share a home directory.
  private static final String ARCHITECTURE = System.getProperty("os.arch");

  private final Inquiry inquiry;
  private final Path root;
  private final ProjectDirectories projects;

  /** The dev shells kept below sandboxed's state directory. */
  public DevShells(Inquiry inquiry, Path stateDirectory) {
    this.inquiry = inquiry;
    root = stateDirectory.resolve("devshells");
    projects = new ProjectDirectories(root);
  }

  /**
   * A dev shell and what it is evaluated from.
   *
   * @param project the directory it belongs to
   * @param name distinguishes the project's dev shells
   * @param inputs a text that differs whenever the dev shell may differ on a machine like this one
   */
  public record Key(Path project, String name, String inputs) {}

  /**
   * The stored description, if the store still holds what it describes; empty if the dev shell has
   * to be evaluated.
   *
   * @throws UserFailure if it exists but cannot be read
   */
  public Optional<String> find(Key key) {
    Path directory = directory(key);
    if (!inquiry.exists(rootLink(directory))) {
      return Optional.empty();
    }
    Path description = directory.resolve(DESCRIPTION);
    try {
      return Optional.of(inquiry.text(description, LARGEST_DESCRIPTION));
    } catch (NoSuchFileException neverFinished) {
      return Optional.empty();
    } catch (IOException e) {
      throw PrivateFiles.notReadable(description, e);
    }
  }

  /**
   * The same, evaluated if it has to be. Of several launches that want the same dev shell, one
   * evaluates it and the others wait. A failure leaves nothing behind, and never brings back an
   * older one.
   *
   * @param evaluation describes the dev shell; it is given the path where Nix must make the root
   * @throws UserFailure as the evaluation does, or if the result cannot be written
   */
  public String get(Key key, Function<Path, String> evaluation) {
    return find(key)
        .orElseGet(() -> {
          Path ofProject = projects.of(key.project());
          PrivateFiles.directory(ofProject);
          ProjectDirectories.note(ofProject, key.project(), "the dev shell");
          return new LockFile(ofProject.resolve("lock"))
              .alone(() -> find(key).orElseGet(() -> evaluated(key, evaluation)));
        });
  }

  private String evaluated(Key key, Function<Path, String> evaluation) {
    Path directory = directory(key);
    Leftovers.delete(directory);
    PrivateFiles.directory(directory);
    boolean done = false;
    try {
      String description = evaluation.apply(rootLink(directory));
      PrivateFiles.file(directory.resolve(DESCRIPTION), description);
      done = true;
      forgetOlder(directory);
      return description;
    } finally {
      if (!done) {
        Leftovers.delete(directory);
      }
    }
  }

  /** Their roots would keep things in the store that nobody needs. */
  private static void forgetOlder(Path directory) {
    Path above = directory.resolveSibling("");
    try (DirectoryStream<Path> all = Files.newDirectoryStream(above)) {
      for (Path one : all) {
        if (!one.getFileName().equals(directory.getFileName())) {
          Leftovers.delete(one);
        }
      }
    } catch (IOException e) {
      throw PrivateFiles.notReadable(above, e);
    }
  }

  /** A directory that lasts, for what Nix keeps between its runs for this project. */
  public Path nixHome(Path project) {
    return PrivateFiles.directory(prepared(project).resolve("nix"));
  }

  /**
   * Gives work an empty directory, which is gone afterwards.
   *
   * @throws UserFailure as the work does, or if the directory cannot be made
   */
  public <T> T inScratch(Path project, Function<Path, T> work) {
    Path scratch = Leftovers.unfinished(prepared(project).resolve("scratch"));
    Leftovers.delete(scratch);
    PrivateFiles.directory(scratch);
    try {
      return work.apply(scratch);
    } finally {
      Leftovers.delete(scratch);
    }
  }

  /**
   * The directory of one project, made if it is missing, and cleared of what killed processes left.
   */
  private Path prepared(Path project) {
    Path directory = PrivateFiles.directory(projects.of(project));
    ProjectDirectories.note(directory, project, "the dev shell");
    Leftovers.sweep(directory);
    return directory;
  }

  /**
   * The dev shells of all projects so far.
   *
   * @throws UserFailure if the directory cannot be read
   */
  public List<ProjectEntry> list() {
    return projects.list();
  }

  private Path directory(Key key) {
    return projects
        .of(key.project())
        .resolve(Digest.of(key.name()).substring(0, KEY_DIGITS))
        .resolve(Digest.of(ARCHITECTURE + " " + key.inputs()).substring(0, KEY_DIGITS));
  }

  /** Nix makes it a link to a link into the store. */
  private static Path rootLink(Path directory) {
    return directory.resolve("root");
  }
}
