package dev.sandboxed.launch;

import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.AgentState;
import dev.sandboxed.state.Instances;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Prepares an instance for what the plan mounts in it. It is the only bind that belongs to
 * sandboxed, so the only one in which mount points may be made.
 */
public final class InstanceMountPoints {

  private InstanceMountPoints() {}

  /**
   * Makes every mount point that the plan needs in the instance, and removes those that an earlier
   * launch needed for the person's settings. Mount points for a login stay: an agent takes an empty
   * login for none, and another session that has the login mounted there would lose it.
   *
   * @throws dev.sandboxed.problem.UserFailure if something is in the way
   */
  public static void prepare(SandboxPlan plan, AgentState state, Instances instances) {
    state.instance().ifPresent(instance -> prepare(plan, state, instance, instances));
  }

  private static void prepare(
      SandboxPlan plan, AgentState state, Path instance, Instances instances) {
    Set<Path> mounted = new HashSet<>();
    for (MountStep step : plan.mountTree().mountedIn(state.inside())) {
      Optional<Boolean> directory = isDirectory(step);
      if (directory.isPresent()) {
        Path place = state.inside().relativize(step.path());
        instances.prepareMountPoint(instance, place, directory.get());
        mounted.add(place);
      }
    }
    state.personal().stream()
        .filter(place -> !mounted.contains(place))
        .forEach(place -> instances.takeAwayMountPoint(instance, place));
  }

  /** Whether the mount point is a directory; empty if none is needed. */
  private static Optional<Boolean> isDirectory(MountStep step) {
    return switch (step) {
      case MountStep.ReadOnlyBind bind -> Optional.of(Files.isDirectory(bind.source()));
      case MountStep.WritableBind bind -> Optional.of(Files.isDirectory(bind.source()));
      case MountStep.Anchor anchor -> Optional.of(true);
      case MountStep.MaskedFile masked -> Optional.of(false);
      case MountStep.MaskedDirectory masked -> Optional.of(true);
      case MountStep.Tmpfs tmpfs -> Optional.of(true);
      case MountStep.PlanFile file -> Optional.of(false);
      case MountStep.Proc proc -> Optional.of(true);
      case MountStep.Dev dev -> Optional.of(true);
      case MountStep.Symlink link -> Optional.empty();
    };
  }
}
