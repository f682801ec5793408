package dev.sandboxed.policy.copy;

import dev.sandboxed.git.GitFacts;
import dev.sandboxed.host.Bubblewrap;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The snapshot of the project that the agent works on, in place of the project.
 *
 * @param name as a person says it
 * @param directory where it is kept, out of the sandbox's reach
 * @param begun whether an earlier session has worked on it
 * @param origin who wants that
 */
public record WorkingCopy(String name, Path directory, boolean begun, Origin origin) {

  /** What a person should know. */
  public Remark remark() {
    return Remark.from(
        origin,
        "snapshot." + (begun ? "open" : "new"),
        "the project stays as it is: the agent works on "
            + (begun ? "snapshot " + name + ", which is open" : "a new snapshot, " + name)
            + "; other writable places are no part of it");
  }

  /**
   * Checks that it can be what the agent works on.
   *
   * @throws UserFailure with every reason why it cannot
   */
  public void require(Path project, GitFacts git, Bubblewrap bubblewrap) {
    List<Problem> problems = new ArrayList<>();
    if (bubblewrap.unshare().isEmpty() || bubblewrap.perl().isEmpty()) {
      problems.add(
          problem(
              "snapshot.no-mounts",
              "this machine does not let unshare and perl make mounts for a sandbox",
              "sandboxed check says what is missing; work on a copy that you make yourself"));
    }
    if (directory.startsWith(project)) {
      problems.add(
          problem(
              "snapshot.in-project",
              "it would be kept in " + directory + ", which is in the project",
              "choose a smaller project, or set XDG_STATE_HOME to a directory outside it"));
    }
    if (!git.outside().isEmpty()) {
      problems.add(
          problem(
              "snapshot.repository-elsewhere",
              "the project's repository is outside the project, in "
                  + git.outside().getFirst()
                  + ", where every commit would be real",
              "start in the repository's main work tree, or without a snapshot: a work tree is a copy already"));
    }
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }

  private Problem problem(String code, String why, String hint) {
    return Problem.of(code, "cannot work on a snapshot (" + origin.describe() + "): " + why, hint);
  }
}
