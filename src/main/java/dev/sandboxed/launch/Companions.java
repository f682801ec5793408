package dev.sandboxed.launch;

import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.SandboxPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * What belongs to a session beside the agent. Each is a file of {@code src/main/bash}, and {@code
 * launch} there says which steps it has.
 */
final class Companions {

  private Companions() {}

  /**
   * Their names, in the order in which they come up. Those before {@code sandbox} do so while the
   * sandbox is being made, those after it when everything is there except the agent. They go down
   * in the reverse order, so the terminal is restored before anything is said.
   */
  static List<String> of(SandboxPlan plan) {
    List<String> names = new ArrayList<>();
    if (!plan.aftermath().sequel().isEmpty()) {
      names.add("afterwards");
    }
    names.add("trail");
    if (!plan.aftermath().traps().isEmpty()) {
      names.add("traps");
    }
    if (plan.network().value().routed().isPresent()) {
      names.add("uplink");
    }
    if (plan.network().value() instanceof NetworkTier.Allowlist) {
      names.add("names");
    }
    if (!plan.aftermath().logins().isEmpty()) {
      names.add("logins");
    }
    if (!GitCopiesFiles.of(plan).isEmpty()) {
      names.add("copies");
    }
    names.add("repositories");
    names.add("sandbox");
    if (plan.aftermath().observing().isPresent()) {
      names.add("observe");
    }
    if (plan.isolation().limits().needLauncher()) {
      names.add("limits");
    }
    if (plan.workplace().snapshot().isPresent()) {
      names.add("snapshot");
    }
    if (plan.aftermath().changes()) {
      names.add("changes");
    }
    if (!HeldMounts.words(plan).isEmpty() || !HeldMounts.bound(plan).isEmpty()) {
      names.add("held");
    }
    names.add("terminal");
    return List.copyOf(names);
  }
}
