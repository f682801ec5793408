package dev.sandboxed.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs finished programs against every row of their table, and against calls in no row. */
class FilterProgramTest {

  // Above the last call that the table was made for.
  private static final int NUMBERS = 470;

  private final KernelFilter ours = new KernelFilter(FilterProgram.of(RefusedCalls.of(false)));

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyRowHoldsOnEveryArchitecture(boolean nested) {
    everyRowHolds(RefusedCalls.of(nested));
  }

  /** Every row holds even in a table whose jumps are longer than a byte can count. */
  @Test
  void everyRowOfFourHundredHolds() {
    everyRowHolds(fourHundred());
  }

  private static void everyRowHolds(List<Rule> rules) {
    KernelFilter filter = new KernelFilter(FilterProgram.of(rules));
    for (Architecture architecture : Architecture.values()) {
      for (Rule rule : rules) {
        rule.call()
            .number(architecture)
            .ifPresent(number ->
                assertThat(filter.answer(architecture.audit(), number, fitting(rule)))
                    .as("%s on %s", rule, architecture)
                    .isEqualTo(0x00050000L | rule.verdict().number()));
      }
    }
  }

  /** Arguments that a rule is about, with bits around them that it does not look at. */
  private static long[] fitting(Rule rule) {
    long[] arguments = new long[6];
    for (Condition condition : rule.conditions()) {
      arguments[condition.argument()] =
          0xFFFF_FFFF_0000_0000L
              | switch (condition) {
                case Condition.Is is -> Integer.toUnsignedLong(is.value());
                case Condition.HasAny any ->
                    Integer.toUnsignedLong(Integer.lowestOneBit(any.bits()));
                case Condition.NoneOf none ->
                    IntStream.range(0, NUMBERS)
                        .filter(value -> !none.values().contains(value))
                        .findFirst()
                        .orElseThrow();
              };
    }
    return arguments;
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void aUseThatNoRowIsAboutIsAllowed(Architecture architecture) {
    for (Rule rule : RefusedCalls.of(false)) {
      rule.call()
          .number(architecture)
          .ifPresent(number -> {
            for (Condition spared : rule.conditions()) {
              long[] arguments = fitting(rule);
              arguments[spared.argument()] =
                  switch (spared) {
                    case Condition.Is is -> is.value() == 2 ? 0 : 2;
                    case Condition.HasAny _ -> 0;
                    case Condition.NoneOf none -> none.values().getFirst();
                  };
              assertThat(ours.answer(architecture.audit(), number, arguments))
                  .as("%s without %s", rule, spared)
                  .isEqualTo(KernelFilter.ALLOW);
            }
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void aCallThatNoRowNamesIsAllowed(Architecture architecture) {
    callsInNoRowAreAllowed(architecture, RefusedCalls.of(false));
    callsInNoRowAreAllowed(architecture, RefusedCalls.of(true));
    callsInNoRowAreAllowed(architecture, fourHundred());
  }

  private static void callsInNoRowAreAllowed(Architecture architecture, List<Rule> rules) {
    KernelFilter filter = new KernelFilter(FilterProgram.of(rules));
    Set<Integer> named =
        rules.stream()
            .flatMapToInt(rule -> rule.call().number(architecture).stream())
            .boxed()
            .collect(Collectors.toSet());
    IntPredicate inARow = named::contains;
    IntStream.range(0, NUMBERS)
        .filter(inARow.negate())
        .forEach(number ->
            assertThat(filter.answer(architecture.audit(), number))
                .as("%d on %s", number, architecture)
                .isEqualTo(KernelFilter.ALLOW));
  }

  /** Such as a later way to mount, of which nobody knew when the table was made. */
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void aCallThatIsNewerThanTheTableIsNotThere(Architecture architecture) {
    for (int number = NUMBERS; number < 0x0F0000; number++) {
      assertThat(ours.answer(architecture.audit(), number)).isEqualTo(KernelFilter.ENOSYS);
    }
  }

  /** breakpoint, cacheflush, set_tls, get_tls: without them no 32-bit program starts on ARM. */
  @Test
  void armHasItsOwnCalls() {
    for (int number : new int[] {0x0F0001, 0x0F0002, 0x0F0005, 0x0F0006}) {
      assertThat(ours.answer(Architecture.ARM.audit(), number)).isEqualTo(KernelFilter.ALLOW);
      assertThat(ours.answer(Architecture.I386.audit(), number)).isEqualTo(KernelFilter.ENOSYS);
    }
    assertThat(ours.answer(Architecture.ARM.audit(), 0x0F0800)).isEqualTo(KernelFilter.ENOSYS);
  }

  @Test
  void ofTwoRowsOfOneCallTheFirstThatFitsDecides() {
    SystemCall call = SystemCall.everywhere("call", 5);
    KernelFilter filter =
        new KernelFilter(
            FilterProgram.of(
                List.of(
                    new Rule(call, List.of(new Condition.Is(0, 1)), Verdict.ENOSYS, ""),
                    new Rule(call, List.of(new Condition.HasAny(0, 3)), Verdict.EPERM, ""))));

    int audit = Architecture.ARM.audit();
    assertThat(filter.answer(audit, 5, 1)).isEqualTo(KernelFilter.ENOSYS);
    assertThat(filter.answer(audit, 5, 2)).isEqualTo(KernelFilter.EPERM);
    assertThat(filter.answer(audit, 5, 4)).isEqualTo(KernelFilter.ALLOW);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void theSecondNameOfEachCallOnX86IsNotThere(Architecture architecture) {
    for (int number : new int[] {0x40000000, 0x40000000 | 16, 0x40000000 | 514, -1}) {
      assertThat(ours.answer(architecture.audit(), number)).isEqualTo(KernelFilter.ENOSYS);
    }
  }

  @ParameterizedTest
  @CsvSource({"0xC00000F3", "0x80000015", "0", "0xC000003F"})
  void anUnknownArchitectureIsKilled(String audit) {
    assertThat(ours.answer(Long.decode(audit).intValue(), 16)).isEqualTo(KernelFilter.KILL_PROCESS);
  }

  @Test
  void moreThanTheKernelTakesIsRefused() {
    List<Rule> rules =
        IntStream.range(0, 2000)
            .mapToObj(number -> SystemCall.everywhere("call " + number, number))
            .map(call -> new Rule(call, List.of(), Verdict.EPERM, ""))
            .toList();

    assertThatThrownBy(() -> FilterProgram.of(rules)).isInstanceOf(IllegalStateException.class);
  }

  /** Every number up to 400, at another place on each architecture, some with two conditions. */
  private static List<Rule> fourHundred() {
    return IntStream.range(0, 400)
        .mapToObj(index -> {
          SystemCall call =
              new SystemCall("call " + index, index, index + 20, index + 40, index + 60);
          List<Condition> conditions =
              index % 10 == 0
                  ? List.of(new Condition.Is(0, index), new Condition.HasAny(5, 06000))
                  : List.of();
          return new Rule(
              call, conditions, index % 2 == 0 ? Verdict.EPERM : Verdict.ENOSYS, "made up");
        })
        .toList();
  }
}
