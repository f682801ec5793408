package dev.sandboxed.check;

import dev.sandboxed.check.Attempt.Kind;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.MountTree;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.text.PlanText;
import dev.sandboxed.policy.KernelPath;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a plan promises about files. */
final class FilePromises {

  private static final Origin NO_GRANT = new Origin.BuiltIn("nothing grants it");

  private static final Origin SEALED =
      new Origin.BuiltIn("nothing may appear in the sandbox's own root");

  private final SandboxPlan plan;
  private final MountTree tree;
  private final Outside outside;

  FilePromises(SandboxPlan plan, Outside outside) {
    this.plan = plan;
    this.tree = plan.mountTree();
    this.outside = outside;
  }

  List<Promise> all() {
    return List.of(hidden(), masked(), guarded(), readOnly(), root(), kernel());
  }

  private Promise hidden() {
    List<Attempt> attempts = new ArrayList<>();
    List<Path> places = new ArrayList<>(List.of(canaries().home(), canaries().temporary()));
    places.addAll(outside.places());
    places.stream()
        .filter(place -> !isGranted(place))
        .forEach(place -> attempts.add(same(Kind.SEE, place, NO_GRANT)));
    return new Promise(
        "hidden",
        "nothing is there but what a grant shows",
        attempts,
        isGranted(canaries().home())
            ? "your home is granted"
            : outside.more() ? "there is more on this machine than was tried" : "");
  }

  /** Whether a mount shows it, or is it. */
  private boolean isGranted(Path place) {
    Optional<MountStep> step = tree.deepest(place);
    return step.filter(
            shown -> shown.path().equals(place) || MountTree.source(shown, place).isPresent())
        .isPresent();
  }

  private Promise masked() {
    List<Attempt> attempts = new ArrayList<>();
    for (MountStep step : plan.mounts()) {
      Path path = step.path();
      switch (step) {
        case MountStep.MaskedFile _ when outside.readable().contains(path) ->
            attempts.add(same(Kind.READ, path, step.origin()));
        case MountStep.MaskedDirectory _ when outside.readable().contains(path) ->
            attempts.add(same(Kind.LIST, path, step.origin()));
        case MountStep.PartlyMasked _ when outside.sums().containsKey(path) ->
            attempts.add(
                Attempt.same(
                    shown(path), Kind.SAME, outside.sums().get(path) + " " + path, step.origin()));
        default -> {}
      }
    }
    return new Promise(
        "masked",
        "what is masked cannot be read",
        attempts,
        attempts.isEmpty() ? "no mask covers anything here that you could read" : "");
  }

  /** What is masked or read-only in something writable: it cannot be written, or moved away. */
  private Promise guarded() {
    List<Attempt> attempts = new ArrayList<>();
    for (MountStep step : plan.mounts()) {
      boolean inWritable = tree.above(step).filter(MountTree::isWritable).isPresent();
      if (!inWritable || !outside.writable().contains(step.path())) {
        continue;
      }
      switch (step) {
        case MountStep.ReadOnlyBind _, MountStep.PlanFile _ -> attempts.add(written(step));
        default -> {}
      }
      switch (step) {
        case MountStep.ReadOnlyBind _,
            MountStep.PlanFile _,
            MountStep.OwnCopy _,
            MountStep.Anchor _,
            MountStep.MaskedFile _,
            MountStep.MaskedDirectory _,
            MountStep.PartlyMasked _ ->
            attempts.add(
                new Attempt(
                    shown(step.path()),
                    Kind.MOVE,
                    step.path().toString(),
                    canaries().standInFile().toString(),
                    step.origin()));
        default -> {}
      }
    }
    return new Promise(
        "protected",
        "what is protected cannot be written, renamed or replaced",
        attempts,
        attempts.isEmpty() ? "nothing is protected here that you could write" : "");
  }

  private Promise readOnly() {
    List<Attempt> attempts =
        plan.mounts().stream()
            .filter(MountStep.ReadOnlyBind.class::isInstance)
            .filter(step -> tree.above(step).filter(MountTree::isWritable).isEmpty())
            .filter(step -> outside.writable().contains(step.path()))
            .map(this::written)
            .toList();
    return new Promise(
        "read-only",
        "what is granted for reading cannot be written",
        attempts,
        attempts.isEmpty() ? "nothing is read-only that you could write" : "");
  }

  private Attempt written(MountStep step) {
    return outside.directories().contains(step.path())
        ? created(step.path(), step.origin())
        : new Attempt(
            shown(step.path()),
            Kind.APPEND,
            step.path().toString(),
            canaries().standInFile().toString(),
            step.origin());
  }

  private Attempt created(Path directory, Origin origin) {
    return new Attempt(
        shown(directory),
        Kind.CREATE,
        directory.toString(),
        canaries().standIn().toString(),
        origin);
  }

  /** The root, and the directories that are only on the way to a mount. */
  private Promise root() {
    TreeSet<Path> directories = new TreeSet<>();
    for (MountStep step : plan.mounts()) {
      for (Path at = step.path().getParent(); at != null; at = at.getParent()) {
        if (tree.deepest(at).isEmpty()) {
          directories.add(at);
        }
      }
    }
    return new Promise(
        "root",
        "nothing can be made in the sandbox's root",
        directories.stream().map(directory -> created(directory, SEALED)).toList(),
        "");
  }

  private Promise kernel() {
    List<Attempt> attempts =
        plan.isolation().kernelPaths().stream()
            .flatMap(covered ->
                switch (covered) {
                  case KernelPath.HiddenFile file ->
                      Stream.of(same(Kind.LINE, file.path(), file.origin()));
                  case KernelPath.HiddenDirectory directory ->
                      Stream.of(same(Kind.LIST, directory.path(), directory.origin()));
                  case KernelPath.ReadOnly settings ->
                      Stream.of(
                          same(
                              Kind.APPEND,
                              settings.path().resolve("sys/kernel/core_pattern"),
                              settings.origin()));
                  // To try it, it would have to be changed outside.
                  case KernelPath.FixedDevice _ -> Stream.empty();
                })
            .toList();
    return new Promise("kernel", "the kernel's own files are covered", attempts, "");
  }

  private Attempt same(Kind kind, Path path, Origin origin) {
    return Attempt.same(shown(path), kind, path.toString(), origin);
  }

  private Outside.Canaries canaries() {
    return outside.canaries();
  }

  private String shown(Path path) {
    return PlanText.shown(plan, path);
  }
}
