package dev.sandboxed.check;

import static dev.sandboxed.check.Answer.REFUSED;
import static dev.sandboxed.check.Answer.SUCCEEDED;
import static dev.sandboxed.check.Answer.UNTRIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.problem.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A promise is kept where each attempt was refused inside, and one of them succeeds outside. */
class VerdictTest {

  private static final Attempt ONE = attempt("one");
  private static final Attempt OTHER = attempt("other");

  private static Attempt attempt(String subject) {
    return Attempt.same(subject, Attempt.Kind.SEE, "/" + subject, new Origin.BuiltIn("a rule"));
  }

  private static Promise promise(Attempt... attempts) {
    return new Promise("hidden", "nothing is there", List.of(attempts), "");
  }

  @Test
  void itIsKeptWhereWhatSucceedsOutsideIsRefused() {
    Verdict verdict = Verdict.of(promise(ONE, OTHER), _ -> REFUSED, _ -> SUCCEEDED);

    assertThat(verdict.state()).isEqualTo(Verdict.State.KEPT);
    assertThat(verdict.tried()).isEqualTo(2);
    assertThat(verdict.open()).isEmpty();
  }

  @Test
  void oneAttemptThatSucceedsBreaksItWhateverHappensOutside() {
    Verdict verdict =
        Verdict.of(promise(ONE, OTHER), at -> at.equals(ONE) ? SUCCEEDED : REFUSED, _ -> REFUSED);

    assertThat(verdict.state()).isEqualTo(Verdict.State.FAILED);
    assertThat(verdict.broken()).containsExactly(ONE);
  }

  @Test
  void whatIsRefusedOutsideAsWellShowsNothing() {
    Verdict verdict = Verdict.of(promise(ONE), _ -> REFUSED, _ -> REFUSED);

    assertThat(verdict.state()).isEqualTo(Verdict.State.UNTESTED);
    assertThat(verdict.open()).containsExactly("one is refused outside as well");
  }

  @Test
  void whatCouldNotBeTriedShowsNothing() {
    assertThat(Verdict.of(promise(ONE), _ -> UNTRIED, _ -> SUCCEEDED).state())
        .isEqualTo(Verdict.State.UNTESTED);
    assertThat(Verdict.of(promise(ONE), _ -> REFUSED, _ -> UNTRIED).state())
        .isEqualTo(Verdict.State.UNTESTED);
  }

  @Test
  void whyThereIsNothingToTryIsSaid() {
    Verdict verdict =
        Verdict.of(
            new Promise("network", "full", List.of(), "this tier keeps nothing away"),
            _ -> SUCCEEDED,
            _ -> SUCCEEDED);

    assertThat(verdict.state()).isEqualTo(Verdict.State.UNTESTED);
    assertThat(verdict.open()).containsExactly("this tier keeps nothing away");
  }
}
