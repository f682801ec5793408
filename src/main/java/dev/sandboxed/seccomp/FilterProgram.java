package dev.sandboxed.seccomp;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.sandboxed.seccomp.Assembler.Comparison;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns rules into a program for the kernel's system call filter.
 *
 * <p>One program serves every {@link Architecture}. A call by any other kills the process, because
 * its numbers would mean other calls. Calls that no rule is about are allowed, except those that
 * are newer than the table.
 */
public final class FilterProgram {

  // linux/seccomp.h: struct seccomp_data, whose arguments have 64 bits; all architectures here
  // have the lower half first.
  private static final int NUMBER_OFFSET = 0;
  private static final int ARCHITECTURE_OFFSET = 4;
  private static final int ARGUMENTS_OFFSET = 16;
  private static final int ARGUMENT_SIZE = 8;

  // linux/seccomp.h, the answers.
  private static final int ALLOW = 0x7FFF0000;
  private static final int ERRNO = 0x00050000;
  private static final int KILL_PROCESS = 0x80000000;

  // The calls up to Linux 6.18 have been looked through, and its last one has the number 469. What
  // a later kernel adds, such as another way to mount, is not there, as on an older kernel. Neither
  // are x32 calls, which come in under x86_64's name with the bit 0x40000000.
  static final int FIRST_UNKNOWN = 470;

  // arch/arm/include/uapi/asm/unistd.h, __ARM_NR_BASE: a few calls of ARM's own, such as
  // cacheflush and set_tls; arch/arm64/kernel/sys_compat.c refuses the rest of the range.
  private static final int ARM_FIRST = 0x0F0000;
  private static final int ARM_END = 0x0F0800;

  private static final String ALLOWED = "allowed";

  private final Assembler program = new Assembler();
  private final Map<SystemCall, List<Rule>> rules;

  private FilterProgram(List<Rule> rows) {
    rules = rows.stream().collect(groupingBy(Rule::call, LinkedHashMap::new, toList()));
  }

  /**
   * The program, as {@code bwrap --seccomp} reads it.
   *
   * @param rules for each call, the first one that fits decides
   * @throws IllegalStateException if there are too many for the kernel
   */
  public static byte[] of(List<Rule> rules) {
    FilterProgram filter = new FilterProgram(rules);
    filter.architectures();
    return filter.program.program();
  }

  private void architectures() {
    program.load(ARCHITECTURE_OFFSET);
    for (Architecture architecture : Architecture.values()) {
      program.jumpIf(Comparison.EQUAL, architecture.audit(), architecture.name());
    }
    program.give(KILL_PROCESS);
    for (Architecture architecture : Architecture.values()) {
      program.label(architecture.name());
      calls(architecture);
    }
    rules.forEach(this::uses);
    program.label(ALLOWED);
    program.give(ALLOW);
    for (Verdict verdict : Verdict.values()) {
      program.label(verdict.name());
      program.give(ERRNO | verdict.number());
    }
  }

  /** Call numbers differ between the architectures; the tests of arguments do not. */
  private void calls(Architecture architecture) {
    program.load(NUMBER_OFFSET);
    if (architecture == Architecture.ARM) {
      program.jumpIf(Comparison.AT_LEAST, ARM_END, Verdict.ENOSYS.name());
      program.jumpIf(Comparison.AT_LEAST, ARM_FIRST, ALLOWED);
    }
    program.jumpIf(Comparison.AT_LEAST, FIRST_UNKNOWN, Verdict.ENOSYS.name());
    rules.forEach((call, uses) ->
        call.number(architecture)
            .ifPresent(number -> program.jumpIf(Comparison.EQUAL, number, label(uses))));
    program.give(ALLOW);
  }

  /** The label where a call is decided: a verdict at once, if every use of it is refused. */
  private static String label(List<Rule> uses) {
    Rule first = uses.getFirst();
    return first.conditions().isEmpty() ? first.verdict().name() : first.call().name();
  }

  private void uses(SystemCall call, List<Rule> uses) {
    if (!label(uses).equals(call.name())) {
      return;
    }
    program.label(call.name());
    for (int index = 0; index < uses.size(); index++) {
      Rule rule = uses.get(index);
      String next = call.name() + " " + index;
      for (Condition condition : rule.conditions()) {
        program.load(ARGUMENTS_OFFSET + ARGUMENT_SIZE * condition.argument());
        switch (condition) {
          case Condition.Is is -> program.jumpUnless(Comparison.EQUAL, is.value(), next);
          case Condition.HasAny any -> program.jumpUnless(Comparison.ANY_BIT, any.bits(), next);
          case Condition.NoneOf none ->
              none.values().forEach(value -> program.jumpIf(Comparison.EQUAL, value, next));
        }
      }
      program.give(ERRNO | rule.verdict().number());
      program.label(next);
    }
    program.give(ALLOW);
  }
}
