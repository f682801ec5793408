package dev.sandboxed.nix;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a person is told. */
public final class Failures {

  private Failures() {}

  public static List<Problem> problemsOf(ThrowingCallable action) {
    UserFailure failure = catchThrowableOfType(UserFailure.class, action);
    if (failure == null) {
      throw new AssertionError("it did not fail");
    }
    return failure.problems();
  }

  public static Problem onlyProblemOf(ThrowingCallable action) {
    List<Problem> problems = problemsOf(action);
    if (problems.size() != 1) {
      throw new AssertionError("expected one problem, not " + problems);
    }
    return problems.getFirst();
  }
}
