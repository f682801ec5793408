package dev.sandboxed.state;

import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Which plan a person was last told in full, for each project and agent.
 *
 * <p>Digests in the state directory, which no sandbox can reach: an agent that could write one
 * could make what it was given look like what the person knows.
 */
public final class ToldPlans {

  private static final int LARGEST_BYTES = 1 << 10;

  private final ProjectDirectories projects;

  /** The plans told below sandboxed's state directory. */
  public ToldPlans(Path stateDirectory) {
    projects = new ProjectDirectories(stateDirectory.resolve("told"));
  }

  /** Whether this is the plan that the person was told last. What cannot be read is not. */
  public boolean isKnown(Path project, String agent, String digest) {
    try {
      return BoundedFile.text(file(project, agent), LARGEST_BYTES).equals(digest + "\n");
    } catch (IOException notKnown) {
      return false;
    }
  }

  /**
   * Remembers a plan in place of the one before.
   *
   * @throws dev.sandboxed.problem.UserFailure if it cannot be written
   */
  public void remember(Path project, String agent, String digest) {
    Path directory = projects.of(project);
    PrivateFiles.directory(directory);
    Leftovers.sweep(directory);
    ProjectDirectories.note(directory, project, "what you were told");
    PrivateFiles.replace(file(project, agent), digest + "\n");
  }

  /** What it depends on whether a plan is known. */
  public Path file(Path project, String agent) {
    return projects.of(project).resolve(agent + ".plan");
  }

  /**
   * The directories of all projects so far.
   *
   * @throws dev.sandboxed.problem.UserFailure if they cannot be read
   */
  public List<ProjectEntry> list() {
    return projects.list();
  }
}
