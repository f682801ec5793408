package dev.sandboxed.export;

import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.MountTree;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a plan may have that a bundle cannot. */
final class Refusals {

  private static final String CODE = "export.cannot";

  private Refusals() {}

  /**
   * Refuses a plan that a bundle would change for the worse.
   *
   * @throws UserFailure with all reasons
   */
  static void check(SandboxPlan plan, Wishes wishes, Path directory) {
    List<Problem> problems = new ArrayList<>();
    if (plan.identity().uid() == 0) {
      problems.add(
          Problem.of(
              CODE,
              "a bundle of root's would have root of this machine in it",
              "export it as an ordinary user"));
    }
    network(plan, problems);
    plan.workplace()
        .snapshot()
        .ifPresent(snapshot ->
            problems.add(
                Problem.of(
                    CODE,
                    "a bundle cannot have a snapshot in the place of the project ("
                        + snapshot.origin().describe()
                        + "), because sandboxed itself makes its layer",
                    "leave it out; a clone of the project as another one (--project) keeps this one as it is")));
    links(plan, problems);
    plan.mounts().stream()
        .filter(MountTree::isWritable)
        .filter(
            step -> MountTree.source(step, step.path()).filter(directory::startsWith).isPresent())
        .findFirst()
        .ifPresent(step ->
            problems.add(
                Problem.of(
                    CODE,
                    "the agent could change "
                        + directory
                        + ", which lies in "
                        + step.path()
                        + " ("
                        + step.origin().describe()
                        + ")",
                    "put the bundle where the sandbox does not write")));
    for (String name : wishes.variables().keySet()) {
      if (!wishes.passed().contains(name)) {
        problems.add(
            Problem.of(
                CODE,
                "no rule passes the variable " + name + ", or it is not set",
                "sandboxed explain AGENT " + name + " says which rule decides"));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }

  private static void network(SandboxPlan plan, List<Problem> problems) {
    NetworkTier tier = plan.network().value();
    switch (tier) {
      case NetworkTier.InternetOnly _, NetworkTier.Allowlist _ ->
          problems.add(
              Problem.of(
                  CODE,
                  "a bundle cannot have the network "
                      + tier.word()
                      + " ("
                      + plan.network().origin().describe()
                      + "), because sandboxed itself runs the programs that make it",
                  "choose --network none, or --network full, which reaches all that this machine reaches, this machine"
                      + " included"));
      case NetworkTier.None _, NetworkTier.Full _ -> {}
    }
  }

  /**
   * A link can be made in the root, and in a directory in memory, into which a runtime copies what
   * is there before. Where a directory of this machine is, that must not happen.
   */
  private static void links(SandboxPlan plan, List<Problem> problems) {
    for (MountStep.Symlink link : plan.mounts(MountStep.Symlink.class)) {
      OciMounts.around(plan, link)
          .filter(above -> MountTree.source(above, link.path()).isPresent())
          .findFirst()
          .ifPresent(above ->
              problems.add(
                  Problem.of(
                      CODE,
                      "a bundle cannot make the link "
                          + link.path()
                          + " ("
                          + link.origin().describe()
                          + "), because "
                          + above.path()
                          + " is not the sandbox's own ("
                          + above.origin().describe()
                          + ")",
                      "make it there yourself, with the target " + link.target())));
    }
  }
}
