package dev.sandboxed.launch;

import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.MountTree;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * A mount point that lies in a bind, and that a launch may not make there.
 *
 * @param source its path on the host
 * @param step the step that needs it
 * @param bind the path of the bind in the sandbox
 */
public record RequiredMountPoint(Path source, MountStep step, Path bind) {

  /** Every mount point that lies in the bind of another step. */
  static List<RequiredMountPoint> of(SandboxPlan plan) {
    MountTree tree = plan.mountTree();
    return plan.mounts().stream()
        .flatMap(step ->
            tree
                .above(step)
                .flatMap(bind ->
                    tree.mountPoint(step).map(at -> new RequiredMountPoint(at, step, bind.path())))
                .stream())
        .toList();
  }

  Problem missing() {
    return problem("missing", "make it first: sandboxed creates nothing in directories it binds");
  }

  Problem symlink() {
    return problem("a symlink", "name the place that the symlink leads to");
  }

  private Problem problem(String what, String hint) {
    return Problem.of(
        "launch.no-mount-point",
        "nothing can be mounted at %s, which is %s in %s (%s)"
            .formatted(step.path(), what, bind, step.origin().describe()),
        // Every sandbox has the plan's files, so the grant is too wide.
        step instanceof MountStep.PlanFile
            ? "grant only the parts of " + bind + " that are needed"
            : hint);
  }
}
