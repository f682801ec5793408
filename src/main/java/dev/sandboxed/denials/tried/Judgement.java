package dev.sandboxed.denials.tried;

import java.util.Optional;

/**
 * What is said of something that was tried.
 *
 * @param why in words, as a part of a sentence
 * @param rule what decided: a line of a file, an option, or a rule of sandboxed; empty if nothing
 *     grants it
 * @param perhaps whether it is inferred
 * @param grant what would grant it, if anything does
 * @param noise the rule that folds it away, if one does
 */
public record Judgement(
    Outcome outcome,
    String why,
    String rule,
    boolean perhaps,
    Optional<Grant> grant,
    Optional<String> noise) {

  /**
   * What would grant it.
   *
   * @param line a line of a profile, with its table
   * @param option the same on the command line; empty if there is none
   * @param gives what that gives away
   */
  public record Grant(String line, Optional<String> option, String gives) {}

  static Judgement granted() {
    return new Judgement(
        Outcome.GRANTED,
        "nothing of the sandbox is in its way",
        "",
        false,
        Optional.empty(),
        Optional.empty());
  }

  static Judgement of(Outcome outcome, String why, String rule) {
    return new Judgement(outcome, why, rule, false, Optional.empty(), Optional.empty());
  }

  Judgement perhaps(boolean inferred) {
    return new Judgement(outcome, why, rule, inferred, grant, noise);
  }

  Judgement granting(Optional<Grant> by) {
    return new Judgement(outcome, why, rule, perhaps, by, noise);
  }

  Judgement noise(String foldedBy) {
    return new Judgement(outcome, why, rule, perhaps, grant, Optional.of(foldedBy));
  }
}
