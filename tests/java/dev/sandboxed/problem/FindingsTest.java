package dev.sandboxed.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {

  private static final Problem ONE = Problem.of("a.one", "one", "");
  private static final Problem TWO = Problem.of("a.two", "two", "");
  private static final Problem THREE = Problem.of("a.three", "three", "");

  private final Findings findings = new Findings();

  @Test
  void aStepThatFailsDoesNotKeepTheNextFromBeingTaken() {
    fail(UserFailure.REFUSED, ONE, TWO);
    assertThat(findings.of(() -> "seen")).contains("seen");
    fail(UserFailure.REFUSED, THREE);
    assertThat(failure().problems()).containsExactly(ONE, TWO, THREE);
  }

  @Test
  void whatTwoStepsRunIntoIsSaidOnce() {
    fail(UserFailure.REFUSED, ONE);
    fail(UserFailure.REFUSED, TWO, ONE);
    assertThat(failure().problems()).containsExactly(ONE, TWO);
  }

  @Test
  void withoutAProblemNothingEnds() {
    assertThat(findings.of(() -> "seen")).contains("seen");
    assertThat(findings.none()).isTrue();
    findings.check();
  }

  @Test
  void anExitStatusOfItsOwnIsKeptUnlessSomethingElseIsWrong() {
    fail(UserFailure.NOT_FOUND, ONE);
    assertThat(failure().exitStatus()).isEqualTo(UserFailure.NOT_FOUND);
    fail(UserFailure.REFUSED, TWO);
    assertThat(failure().exitStatus()).isEqualTo(UserFailure.REFUSED);
  }

  @Test
  void whatIsNobodysMistakeIsNotCollected() {
    assertThatThrownBy(() ->
            findings.run(() -> {
              throw new IllegalStateException("a bug");
            }))
        .isInstanceOf(IllegalStateException.class);
  }

  private void fail(int status, Problem... problems) {
    findings.run(() -> {
      throw new UserFailure(status, List.of(problems));
    });
  }

  private UserFailure failure() {
    try {
      findings.check();
    } catch (UserFailure failure) {
      return failure;
    }
    throw new AssertionError("nothing was reported");
  }
}
