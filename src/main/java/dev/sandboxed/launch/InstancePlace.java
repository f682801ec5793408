package dev.sandboxed.launch;

import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.AgentState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A mount point in an instance. It is the only bind that belongs to sandboxed, so the only one in
 * which mount points may be made.
 *
 * @param path relative to the instance
 */
public record InstancePlace(Path path, Kind kind) {

  /** Which kind of mount point is made. */
  public sealed interface Kind {

    /** An empty directory. */
    record Directory() implements Kind {}

    /** An empty file. */
    record File() implements Kind {}

    /** The kind of what is mounted, which is on this machine. */
    record Like(Path source) implements Kind {}
  }

  /** A directory of an instance that has several, and every mount point that a plan needs in it. */
  static List<InstancePlace> of(SandboxPlan plan, AgentState.Part part) {
    Stream<InstancePlace> itself =
        part.name().isEmpty()
            ? Stream.of()
            : Stream.of(new InstancePlace(Path.of(part.name()), new Kind.Directory()));
    return Stream.concat(
            itself,
            plan.mountTree().mountedIn(part.inside()).stream()
                .flatMap(step ->
                    kind(step)
                        .map(kind ->
                            new InstancePlace(part.in(part.inside().relativize(step.path())), kind))
                        .stream()))
        .toList();
  }

  /** The kind of a step's mount point; empty if it needs none. */
  private static Optional<Kind> kind(MountStep step) {
    return switch (step) {
      case MountStep.ReadOnlyBind bind -> Optional.of(new Kind.Like(bind.source()));
      case MountStep.WritableBind bind -> Optional.of(new Kind.Like(bind.source()));
      case MountStep.Device device -> Optional.of(new Kind.File());
      case MountStep.Socket socket -> Optional.of(new Kind.File());
      case MountStep.Anchor anchor -> Optional.of(new Kind.Directory());
      case MountStep.PartlyMasked masked -> Optional.of(new Kind.File());
      case MountStep.MaskedFile masked -> Optional.of(new Kind.File());
      case MountStep.MaskedDirectory masked -> Optional.of(new Kind.Directory());
      case MountStep.SealedDirectory sealed -> Optional.of(new Kind.Directory());
      case MountStep.Tmpfs tmpfs -> Optional.of(new Kind.Directory());
      case MountStep.PlanFile file -> Optional.of(new Kind.File());
      case MountStep.Proc proc -> Optional.of(new Kind.Directory());
      case MountStep.Dev dev -> Optional.of(new Kind.Directory());
      case MountStep.OwnCopy copy -> Optional.of(new Kind.File());
      case MountStep.Symlink link -> Optional.empty();
    };
  }
}
