package dev.sandboxed.bwrap;

import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many read-only mounts in one directory, such as the store paths of a dev shell, which bubblewrap
 * gets as one mount.
 *
 * @param directory where they are in the sandbox
 */
record Gathered(Path directory, List<MountStep.ReadOnlyBind> mounts) {

  // So many take bubblewrap 0.8 some 28 ms, and four times as many 233 ms.
  private static final int MANY = 100;

  Gathered {
    mounts = List.copyOf(mounts);
  }

  /** Every such directory of a plan. */
  static List<Gathered> of(SandboxPlan plan) {
    Map<Path, List<MountStep>> byDirectory = new LinkedHashMap<>();
    for (MountStep step : plan.mounts()) {
      byDirectory.computeIfAbsent(step.path().resolveSibling(""), _ -> new ArrayList<>()).add(step);
    }
    List<Gathered> gathered = new ArrayList<>();
    byDirectory.forEach((directory, steps) -> {
      List<MountStep.ReadOnlyBind> binds =
          steps.stream()
              .filter(MountStep.ReadOnlyBind.class::isInstance)
              .map(MountStep.ReadOnlyBind.class::cast)
              .toList();
      if (binds.size() >= MANY && binds.size() == steps.size() && isNew(directory, plan)) {
        gathered.add(new Gathered(directory, binds));
      }
    });
    return List.copyOf(gathered);
  }

  /**
   * Whether nothing else would be in that directory: what is gathered is read-only, and covers what
   * was there.
   */
  private static boolean isNew(Path directory, SandboxPlan plan) {
    return plan.mounts().stream()
        .filter(step -> directory.startsWith(step.path()))
        .max(Comparator.comparingInt(step -> step.path().getNameCount()))
        .map(nearest -> nearest instanceof MountStep.Tmpfs && !nearest.path().equals(directory))
        .orElse(true);
  }

  /** The file of the plan directory with the sources and the names. */
  static String list(int number) {
    return "gathered/" + number + "/paths";
  }

  /** What is in that file. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    for (MountStep.ReadOnlyBind bind : mounts) {
      words.add(bind.source().toString());
      words.add(bind.path().resolveSibling("").relativize(bind.path()).toString());
    }
    return words;
  }
}
