package dev.sandboxed.planning;

import dev.sandboxed.launch.LaunchTools;
import dev.sandboxed.launch.PlanDigest;
import dev.sandboxed.launch.PlanDirectory;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.state.ToldPlans;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is decided for a launch, and what is needed to carry it out.
 *
 * @param firstEver whether this person has never launched anything
 * @param noRepository why git finds no repository inside although there is one outside
 * @param until when the time that has passed changes the plan
 */
public record PreparedLaunch(
    Decision decision,
    LaunchTools tools,
    boolean firstEver,
    List<Remark> noRepository,
    Optional<Instant> until) {

  public PreparedLaunch {
    noRepository = List.copyOf(noRepository);
  }

  /** Whether the same answers make the next launch this one again, with nothing to say about it. */
  public boolean lasting() {
    return !firstEver && noRepository.isEmpty();
  }

  /** The same launch of another command. */
  public PreparedLaunch running(List<String> command) {
    return new PreparedLaunch(
        new Decision(plan().running(command), decision.state(), decision.preparation()),
        tools,
        firstEver,
        noRepository,
        until);
  }

  public SandboxPlan plan() {
    return decision.plan();
  }

  /** Whether this is, but for its command, the plan that the person was told last. */
  public boolean isKnown() {
    return told().isKnown(plan().project(), plan().workplace().agent(), grants());
  }

  /** Remembers that the person was told all of this plan. */
  public void remember() {
    told().remember(plan().project(), plan().workplace().agent(), grants());
  }

  /** The files that say what the person was told. */
  public List<Path> toldAt() {
    return List.of(told().file(plan().project(), plan().workplace().agent()));
  }

  private ToldPlans told() {
    return new ToldPlans(decision.preparation().directories().state());
  }

  private String grants() {
    return PlanDigest.ofGrants(plan(), tools);
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
