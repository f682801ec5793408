package dev.sandboxed.launch;

import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
    for (MountStep step : plan.mounts()) {
      above(plan, step).flatMap(bind -> problem(step, bind)).ifPresent(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }

  /** The step that the mount point of {@code step} lies in. */
  static Optional<MountStep> above(SandboxPlan plan, MountStep step) {
    return plan.mounts().stream()
        .filter(other -> !other.path().equals(step.path()) && step.path().startsWith(other.path()))
        .reduce((shorter, longer) -> longer);
  }

  private static Optional<Problem> problem(MountStep step, MountStep above) {
    return source(above)
        .map(source -> source.resolve(above.path().relativize(step.path())))
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

  private static Optional<Path> source(MountStep step) {
    return switch (step) {
      case MountStep.ReadOnlyBind bind -> Optional.of(bind.source());
      case MountStep.WritableBind bind -> Optional.of(bind.source());
      case MountStep.Anchor anchor -> Optional.of(anchor.source());
      case MountStep.MaskedFile masked -> Optional.empty();
      case MountStep.MaskedDirectory masked -> Optional.empty();
      case MountStep.Tmpfs tmpfs -> Optional.empty();
      case MountStep.PlanFile file -> Optional.empty();
      case MountStep.Symlink link -> Optional.empty();
      case MountStep.Proc proc -> Optional.empty();
      case MountStep.Dev dev -> Optional.empty();
    };
  }
}
