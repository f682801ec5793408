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
    if (plan.network().value() instanceof NetworkTier.InternetOnly) {
      names.add("uplink");
    }
    if (!plan.aftermath().logins().isEmpty()) {
      names.add("logins");
    }
    names.add("sandbox");
    if (!GitCopiesFiles.of(plan).isEmpty()) {
      names.add("copies");
    }
    if (plan.aftermath().changes()) {
      names.add("changes");
    }
    names.add("repositories");
    if (!HeldMounts.words(plan).isEmpty() || !HeldMounts.bound(plan).isEmpty()) {
      names.add("held");
    }
    names.add("terminal");
    return List.copyOf(names);
  }
}
