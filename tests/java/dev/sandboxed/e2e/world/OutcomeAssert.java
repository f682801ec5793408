package dev.sandboxed.e2e.world;

import org.assertj.core.api.AbstractAssert;

/** Says what a program should have done; a failure shows everything that it did. */
public final class OutcomeAssert extends AbstractAssert<OutcomeAssert, Outcome> {

  private OutcomeAssert(Outcome actual) {
    super(actual, OutcomeAssert.class);
  }

  public static OutcomeAssert assertThat(Outcome outcome) {
    return new OutcomeAssert(outcome);
  }

  public OutcomeAssert succeeded() {
    return exitedWith(0);
  }

  /** With any status: nix-build's, for example, depends on who builds. */
  public OutcomeAssert failed() {
    return check(actual.exit() != 0, "an exit status other than 0");
  }

  public OutcomeAssert exitedWith(int status) {
    return check(actual.exit() == status, "exit status " + status);
  }

  public OutcomeAssert outIs(String text) {
    return check(actual.out().strip().equals(text), "stdout to be «" + text + "»");
  }

  public OutcomeAssert outContains(String text) {
    return check(actual.out().contains(text), "stdout to contain «" + text + "»");
  }

  public OutcomeAssert outLacks(String text) {
    return check(!actual.out().contains(text), "stdout not to contain «" + text + "»");
  }

  public OutcomeAssert errContains(String text) {
    return check(actual.err().contains(text), "stderr to contain «" + text + "»");
  }

  public OutcomeAssert errLacks(String text) {
    return check(!actual.err().contains(text), "stderr not to contain «" + text + "»");
  }

  public OutcomeAssert errIsEmpty() {
    return check(actual.err().isEmpty(), "an empty stderr");
  }

  private OutcomeAssert check(boolean holds, String expectation) {
    if (!holds) {
      failWithMessage("expected %s from: %s", expectation, actual.describe());
    }
    return this;
  }
}
