package dev.sandboxed.launch;

import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.text.PlanText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What src/main/bash/copies needs to know of the sandbox's own configurations of git. */
final class GitCopiesFiles {

  private GitCopiesFiles() {}

  /**
   * The project, and then four words for each: the file, the copy on the host, what was copied, and
   * the file as a person knows it; nothing if there are none.
   */
  static List<String> of(SandboxPlan plan) {
    List<String> words = new ArrayList<>();
    for (MountStep.OwnCopy step : plan.mounts(MountStep.OwnCopy.class)) {
      Path kept = step.link().resolveSibling("..").normalize();
      String name = String.valueOf(step.link().getFileName());
      words.add(step.path().toString());
      words.add(kept.resolve("own").resolve(name).toString());
      words.add(kept.resolve("base").resolve(name).toString());
      words.add(PlanText.shown(plan, step.path()));
    }
    if (!words.isEmpty()) {
      words.addFirst(plan.project().toString());
    }
    return List.copyOf(words);
  }
}
