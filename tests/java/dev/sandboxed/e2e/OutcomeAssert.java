package dev.sandboxed.e2e;

import org.assertj.core.api.AbstractAssert;

/** Says what a program should have done; a failure shows everything that it did. */
final class OutcomeAssert extends AbstractAssert<OutcomeAssert, Outcome> {

  private OutcomeAssert(Outcome actual) {
    super(actual, OutcomeAssert.class);
  }

  static OutcomeAssert assertThat(Outcome outcome) {
    return new OutcomeAssert(outcome);
  }

  OutcomeAssert succeeded() {
    return exitedWith(0);
  }

  /** With any status: nix-build's, for example, depends on who builds. */
  OutcomeAssert failed() {
    return check(actual.exit() != 0, "an exit status other than 0");
  }

  OutcomeAssert exitedWith(int status) {
    return check(actual.exit() == status, "exit status " + status);
  }

  OutcomeAssert outIs(String text) {
    return check(actual.out().strip().equals(text), "stdout to be «" + text + "»");
  }

  OutcomeAssert outContains(String text) {
    return check(actual.out().contains(text), "stdout to contain «" + text + "»");
  }

  OutcomeAssert outLacks(String text) {
    return check(!actual.out().contains(text), "stdout not to contain «" + text + "»");
  }

  OutcomeAssert errContains(String text) {
    return check(actual.err().contains(text), "stderr to contain «" + text + "»");
  }

  OutcomeAssert errLacks(String text) {
    return check(!actual.err().contains(text), "stderr not to contain «" + text + "»");
  }

  OutcomeAssert errIsEmpty() {
    return check(actual.err().isEmpty(), "an empty stderr");
  }

  private OutcomeAssert check(boolean holds, String expectation) {
    if (!holds) {
      failWithMessage("expected %s from: %s", expectation, actual.describe());
    }
    return this;
  }
}
