package dev.sandboxed.launch;

import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.MountTree;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks whether every mount point that lies in a bind exists already. If not, bubblewrap would
 * make it on the host: litter in the person's files, and before bubblewrap 0.12 at a place that a
 * planted symlink chooses (CVE-2026-87766).
 */
public final class MountPoints {

  private MountPoints() {}

  /**
   * Checks every step whose mount point lies in the bind of another step.
   *
   * @throws UserFailure with every mount point that is missing or a symlink
   */
  public static void check(SandboxPlan plan) {
    List<Problem> problems = new ArrayList<>();
    MountTree tree = plan.mountTree();
    for (MountStep step : plan.mounts()) {
      tree.above(step).flatMap(bind -> problem(tree, step, bind)).ifPresent(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }

  private static Optional<Problem> problem(MountTree tree, MountStep step, MountStep above) {
    return tree.mountPoint(step)
        .filter(
            point -> !Files.exists(point, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(point))
        .map(point ->
            Problem.of(
                "launch.no-mount-point",
                "nothing can be mounted at "
                    + step.path()
                    + (Files.isSymbolicLink(point)
                        ? ", which is a symlink in "
                        : ", which is missing in ")
                    + above.path()
                    + " ("
                    + step.origin().describe()
                    + ")",
                hint(step, above, Files.isSymbolicLink(point))));
  }

  private static String hint(MountStep step, MountStep above, boolean symlink) {
    if (step instanceof MountStep.PlanFile) {
      // Every sandbox has those files, so the grant is too wide.
      return "grant only the parts of " + above.path() + " that are needed";
    }
    return symlink
        ? "name the place that the symlink leads to"
        : "make it first: sandboxed creates nothing in directories it binds";
  }
}
