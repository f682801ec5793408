package dev.sandboxed.check;

import dev.sandboxed.seccomp.Architecture;
import dev.sandboxed.seccomp.Condition;
import dev.sandboxed.seccomp.Rule;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A use of a system call that a rule refuses, and that does no harm where nothing refuses it. */
final class CallArguments {

  // linux/sched.h. Without CLONE_SIGHAND the kernel refuses it with another error.
  private static final int CLONE_THREAD = 0x00010000;

  // linux/sched.h: no flag of unshare.
  private static final int NO_FLAG = 1;

  // linux/fanotify.h, FAN_REPORT_FID: without it the kernel wants a capability.
  private static final int REPORT_FILES = 0x200;

  private static final int ARGUMENTS = 6;

  private CallArguments() {}

  /**
   * The call, the error that the rule answers with, and its arguments. What the rule leaves open is
   * -1: no address, no descriptor, no process, no flags that the kernel knows.
   *
   * @return empty if this architecture does not have the call
   */
  static Optional<String> of(Rule rule, Architecture architecture) {
    if (rule.call().number(architecture).isEmpty()) {
      return Optional.empty();
    }
    long[] arguments = new long[ARGUMENTS];
    Arrays.fill(arguments, -1);
    for (Condition condition : rule.conditions()) {
      arguments[condition.argument()] =
          switch (condition) {
            case Condition.Is is -> is.value();
            case Condition.HasAny any -> Integer.lowestOneBit(any.bits());
            case Condition.NoneOf none -> none.values().contains(-1) ? 0 : -1;
          };
    }
    switch (rule.call().name()) {
      case "clone" -> arguments[0] |= CLONE_THREAD;
      case "unshare" -> arguments[0] |= NO_FLAG;
      case "fanotify_init" -> arguments[0] = REPORT_FILES;
      default -> {}
    }
    return Optional.of(
        LongStream.concat(
                LongStream.of(rule.call().number(architecture).getAsInt(), rule.verdict().number()),
                Arrays.stream(arguments))
            .mapToObj(Long::toString)
            .collect(Collectors.joining(" ")));
  }
}
