package dev.sandboxed.problem;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The problems of steps that do not depend on each other, so that a person reads all of them at
 * once. A problem that several steps run into counts once.
 */
public final class Findings {

  private final Set<Problem> problems = new LinkedHashSet<>();
  private final Set<Integer> statuses = new TreeSet<>();

  /** What a step gives; nothing if it fails, which {@link #check} reports. */
  public <T> Optional<T> of(Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (UserFailure failure) {
      problems.addAll(failure.problems());
      statuses.add(failure.exitStatus());
      return Optional.empty();
    }
  }

  /** The same for a step that gives nothing. */
  public void run(Runnable step) {
    of(() -> {
      step.run();
      return true;
    });
  }

  /** Whether no step has failed so far. */
  public boolean none() {
    return problems.isEmpty();
  }

  /**
   * Ends here if a step has failed.
   *
   * @throws UserFailure with all problems so far, and with the exit status that all failed steps
   *     have in common, if they do
   */
  public void check() {
    if (!none()) {
      int status = statuses.size() == 1 ? statuses.iterator().next() : UserFailure.REFUSED;
      throw new UserFailure(status, List.copyOf(problems));
    }
  }
}
