package dev.sandboxed.plan;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is at a path inside. A path is shown by the deepest mount at it or above it; of several
 * mounts at one path, the last one is what can be seen.
 */
public final class MountTree {

  private final List<MountStep> steps;
  private final Map<Path, MountStep> visible = new HashMap<>();

  /**
   * A tree of some steps.
   *
   * @param steps in the order in which they are made
   */
  public MountTree(List<MountStep> steps) {
    this.steps = List.copyOf(steps);
    this.steps.forEach(step -> visible.put(step.path(), step));
  }

  /** The mount that shows a path. */
  public Optional<MountStep> deepest(Path path) {
    return nearest(visible, path);
  }

  /** The mount that a step's mount point lies in. */
  public Optional<MountStep> above(MountStep step) {
    return nearest(visible, step.path().getParent());
  }

  /** The steps whose mount points lie in the mount at a path, and not in another one inside it. */
  public List<MountStep> mountedIn(Path path) {
    return steps.stream()
        .filter(step -> above(step).filter(above -> above.path().equals(path)).isPresent())
        .toList();
  }

  /** Whether the agent may change what is at a path, and that lasts. */
  public boolean isWritable(Path path) {
    return deepest(path).filter(MountTree::isWritable).isPresent();
  }

  /** Whether a step makes something of the host writable. */
  public static boolean isWritable(MountStep step) {
    return step instanceof MountStep.WritableBind || step instanceof MountStep.Anchor;
  }

  /**
   * Whether a step keeps something from being changed, and in a directory that is writable as a
   * whole.
   */
  public boolean isProtected(MountStep step) {
    if (step instanceof MountStep.ReadOnlyBind || step instanceof MountStep.OwnCopy) {
      for (Path at = step.path().getParent(); at != null; at = at.getParent()) {
        if (visible.get(at) instanceof MountStep.WritableBind) {
          return true;
        }
      }
    }
    return false;
  }

  /** The file or directory of the host that is at a path, whether it exists or not. */
  public Optional<Path> source(Path path) {
    return deepest(path).flatMap(step -> source(step, path));
  }

  /** The file or directory of the host that a step is mounted on, whether it exists or not. */
  public Optional<Path> mountPoint(MountStep step) {
    return above(step).flatMap(above -> source(above, step.path()));
  }

  /** The file or directory of the host that a mount shows at a path in it. */
  public static Optional<Path> source(MountStep mount, Path path) {
    Optional<Path> source =
        switch (mount) {
          case MountStep.ReadOnlyBind bind -> Optional.of(bind.source());
          case MountStep.WritableBind bind -> Optional.of(bind.source());
          case MountStep.Anchor anchor -> Optional.of(anchor.source());
          case MountStep.Device device -> Optional.of(device.source());
          case MountStep.Socket socket -> Optional.of(socket.source());
          case MountStep.MaskedFile _, MountStep.MaskedDirectory _ -> Optional.empty();
          case MountStep.Tmpfs _, MountStep.PlanFile _, MountStep.Symlink _ -> Optional.empty();
          case MountStep.PartlyMasked _ -> Optional.empty();
          case MountStep.SealedDirectory _ -> Optional.empty();
          case MountStep.Proc _, MountStep.Dev _, MountStep.OwnCopy _ -> Optional.empty();
        };
    return source.map(
        top -> path.equals(mount.path()) ? top : top.resolve(mount.path().relativize(path)));
  }

  /** The value of a path or, if it has none, of the nearest directory above it that has one. */
  static <T> Optional<T> nearest(Map<Path, T> values, @Nullable Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      T value = values.get(at);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
