package dev.sandboxed.planning;

import dev.sandboxed.launch.LaunchTools;
import dev.sandboxed.launch.PlanDirectory;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Remark;
import java.nio.file.Path;
import java.util.List;

/**
 * What is decided for a launch, and what is needed to carry it out.
 *
 * @param firstEver whether this person has never launched anything
 * @param noRepository why git finds no repository inside although there is one outside
 */
public record PreparedLaunch(
    Decision decision, LaunchTools tools, boolean firstEver, List<Remark> noRepository) {

  public PreparedLaunch {
    noRepository = List.copyOf(noRepository);
  }

  public SandboxPlan plan() {
    return decision.plan();
  }

  /**
   * Writes the plan down for the launcher, unless it has been written before.
   *
   * @return its directory
   */
  public Path write() {
    return new PlanDirectory(
            decision.preparation().directories().cache(),
            decision.preparation().directories().state())
        .write(plan(), tools);
  }
}
