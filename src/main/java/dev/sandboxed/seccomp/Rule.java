package dev.sandboxed.seccomp;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One row of the table: a call, or a use of it, that is refused.
 *
 * @param conditions the use that is refused: all of them must hold. None means every use
 * @param why the reason in a few words, for people
 */
public record Rule(SystemCall call, List<Condition> conditions, Verdict verdict, String why) {

  public Rule {
    conditions = List.copyOf(conditions);
  }

  /** A row whose answer is that it is not permitted. */
  static Rule refused(SystemCall call, String why, Condition... conditions) {
    return new Rule(call, List.of(conditions), Verdict.EPERM, why);
  }

  /** The uses of the call that are refused, for people. */
  public String describeConditions() {
    return conditions.isEmpty()
        ? "always"
        : conditions.stream().map(Condition::describe).collect(Collectors.joining(" and "));
  }
}
