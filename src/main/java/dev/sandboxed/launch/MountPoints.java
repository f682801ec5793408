package dev.sandboxed.launch;

import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The mount points of a plan. One that lies in a bind has to exist: otherwise bubblewrap would make
 * it on the host, as litter in the person's files, and before bubblewrap 0.12 at a place that a
 * planted symlink chooses (CVE-2026-87766).
 */
final class MountPoints {

  private MountPoints() {}

  /** Every mount point that lies in the bind of another step. */
  static List<RequiredMountPoint> required(SandboxPlan plan) {
    return plan.mounts().stream()
        .flatMap(step -> above(plan, step).flatMap(bind -> required(step, bind)).stream())
        .toList();
  }

  /** The step that the mount point of {@code step} lies in. */
  static Optional<MountStep> above(SandboxPlan plan, MountStep step) {
    return plan.mounts().stream()
        .filter(other -> !other.path().equals(step.path()) && step.path().startsWith(other.path()))
        .reduce((shorter, longer) -> longer);
  }

  private static Optional<RequiredMountPoint> required(MountStep step, MountStep above) {
    return source(above)
        .map(source -> source.resolve(above.path().relativize(step.path())))
        .map(point -> new RequiredMountPoint(point, step, above.path()));
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
