package dev.sandboxed.plan;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The last check of a plan: refuses one that contradicts itself or could not be executed as
 * written.
 */
final class PlanChecks {

  private PlanChecks() {}

  /**
   * Checks a whole plan.
   *
   * @throws UserFailure with everything that is wrong
   */
  static void check(SandboxPlan plan) {
    List<Problem> problems = new ArrayList<>();
    order(plan, problems);
    workingDirectory(plan, problems);
    names(plan, problems);
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }

  /** A step that comes after one inside it would hide that one. */
  private static void order(SandboxPlan plan, List<Problem> problems) {
    Set<Path> above = new HashSet<>();
    for (MountStep step : plan.mounts()) {
      if (!above.add(step.path())) {
        problems.add(shadowed(step.path(), "is mounted twice"));
      }
    }
    Set<Path> made = new HashSet<>();
    for (MountStep step : plan.mounts()) {
      made.add(step.path());
      for (Path at = step.path().getParent(); at != null; at = at.getParent()) {
        if (above.contains(at) && !made.contains(at)) {
          problems.add(shadowed(step.path(), "would be hidden by the later mount of " + at));
        }
      }
    }
  }

  private static Problem shadowed(Path path, String what) {
    return Problem.of("plan.shadowed", path + " " + what, "this is a bug in sandboxed");
  }

  private static void workingDirectory(SandboxPlan plan, List<Problem> problems) {
    Optional<MountStep> shows = plan.mountTree().deepest(plan.workplace().workingDirectory());
    boolean masked =
        shows
            .filter(step ->
                step instanceof MountStep.MaskedDirectory || step instanceof MountStep.MaskedFile)
            .isPresent();
    if (masked) {
      problems.add(
          Problem.of(
              "plan.working-directory-masked",
              "the working directory "
                  + plan.workplace().workingDirectory()
                  + " is masked ("
                  + shows.get().origin().describe()
                  + ")",
              "go to another directory, or change the rule; a pattern also masks the target of a symlink that it matches"));
    }
  }

  /** The plan is UTF-8 text; a name that is not could lead elsewhere when written down. */
  private static void names(SandboxPlan plan, List<Problem> problems) {
    for (MountStep step : plan.mounts()) {
      if (step.path().toString().indexOf('\uFFFD') >= 0) {
        problems.add(
            Problem.of(
                "plan.name-not-utf8",
                "the name of " + step.path() + " is not valid UTF-8",
                "rename it, or leave it out (" + step.origin().describe() + ")"));
      }
    }
  }
}
