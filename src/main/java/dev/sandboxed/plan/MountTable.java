package dev.sandboxed.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The steps of a plan in the making, one for each path. */
final class MountTable {

  // Paths sort a parent before its contents.
  private final Map<Path, MountStep> steps = new TreeMap<>();

  /** Adds a step. A second one for the same path is a bug, because one of them would be lost. */
  void add(MountStep step) {
    MountStep other = steps.putIfAbsent(step.path(), step);
    if (other != null) {
      throw new IllegalStateException("two steps for " + step.path() + ": " + other + ", " + step);
    }
  }

  /** Adds a step unless something is mounted at its path. */
  void addIfFree(MountStep step) {
    steps.putIfAbsent(step.path(), step);
  }

  /** Adds a step in place of whatever is mounted at its path. */
  void replace(MountStep step) {
    steps.put(step.path(), step);
  }

  /** Adds a step and makes sure that nothing replaces it, hides it or blocks the way to it. */
  void force(MountStep step) {
    steps.values().removeIf(other -> other.path().startsWith(step.path()) || bars(other, step));
    steps.replaceAll((path, other) ->
        other instanceof MountStep.MaskedDirectory masked && step.path().startsWith(path)
            ? new MountStep.MaskedDirectory(path, true, masked.origin())
            : other);
    steps.put(step.path(), step);
  }

  private static boolean bars(MountStep other, MountStep step) {
    boolean file = other instanceof MountStep.MaskedFile || other instanceof MountStep.PartlyMasked;
    return file && step.path().startsWith(other.path());
  }

  /** Whether a path shows what is there on the host. */
  boolean shows(Path path) {
    return source(path).filter(path::equals).isPresent();
  }

  boolean hasLink(Path path) {
    return steps.get(path) instanceof MountStep.Symlink;
  }

  /** Whether something new can be made at a path: nothing is there, nor anything of the host. */
  boolean isFree(Path path) {
    return source(path).isEmpty()
        && steps.keySet().stream().noneMatch(mounted -> mounted.startsWith(path));
  }

  /** Whether some mount is of a file of the host, or of a directory above it. */
  boolean hasSource(Path file) {
    return steps.values().stream()
        .flatMap(step -> MountTree.source(step, step.path()).stream())
        .anyMatch(file::startsWith);
  }

  private Optional<Path> source(Path path) {
    return MountTree.nearest(steps, path)
        .flatMap(shown -> MountTree.source(shown, path))
        .map(Path::normalize);
  }

  /** Adds a bind unless the same file is already visible at that path. */
  void addIfHidden(MountStep.ReadOnlyBind bind) {
    boolean visible =
        MountTree.nearest(steps, bind.path())
            .filter(shown -> !(shown instanceof MountStep.Anchor))
            .flatMap(shown -> MountTree.source(shown, bind.path()))
            .filter(source -> source.normalize().equals(bind.source()))
            .isPresent();
    if (!visible) {
      replace(bind);
    }
  }

  List<MountStep> steps() {
    return List.copyOf(steps.values());
  }
}
