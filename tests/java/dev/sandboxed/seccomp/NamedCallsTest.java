package dev.sandboxed.seccomp;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The entries for libseccomp say the same as the program that bubblewrap loads. */
class NamedCallsTest {

  private static final int MOST_ARGUMENTS = 4;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyUseHasTheAnswerOfTheProgram(boolean nested) {
    List<Rule> rules = RefusedCalls.of(nested);
    KernelFilter filter = new KernelFilter(FilterProgram.of(rules));
    Map<String, List<NamedCalls.Entry>> entries = byCall(NamedCalls.of(rules));
    int tried = 0;
    for (SystemCall call : rules.stream().map(Rule::call).distinct().toList()) {
      for (Architecture architecture : List.of(Architecture.X86_64, Architecture.AARCH64)) {
        if (call.number(architecture).isEmpty()) {
          continue;
        }
        int number = call.number(architecture).getAsInt();
        for (long[] arguments : arguments(rules, call)) {
          assertThat(answer(entries.getOrDefault(call.name(), List.of()), arguments))
              .as("%s%s", call.name(), Arrays.toString(arguments))
              .isEqualTo(filter.answer(architecture.audit(), number, arguments));
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThan(5000);
  }

  @Test
  void whatNoRuleIsAboutIsLetThroughByName() {
    NamedCalls.Entry free = NamedCalls.of(RefusedCalls.of(false)).getFirst();

    assertThat(free.refused()).isEmpty();
    assertThat(free.use().arguments()).isEmpty();
    assertThat(free.calls())
        .contains("read", "execve", "io_submit", "futex_waitv", "file_getattr")
        .doesNotContain("mount", "ioctl", "clone", "openat2", "open_tree_attr");
  }

  /** Values around those that the rules name, with other bits in the half that does not count. */
  private static List<long[]> arguments(List<Rule> rules, SystemCall call) {
    List<List<Long>> values = new ArrayList<>();
    for (int index = 0; index < MOST_ARGUMENTS; index++) {
      TreeSet<Long> around = new TreeSet<>(List.of(0L, 0xFFFF_FFFFL));
      int argument = index;
      rules.stream()
          .filter(rule -> rule.call().equals(call))
          .flatMap(rule -> rule.conditions().stream())
          .filter(condition -> condition.argument() == argument)
          .flatMapToInt(condition ->
              switch (condition) {
                case Condition.Is is -> IntStream.of(is.value());
                case Condition.HasAny any -> IntStream.range(0, Integer.SIZE).map(bit -> 1 << bit);
                case Condition.NoneOf none -> none.values().stream().mapToInt(Integer::intValue);
              })
          .forEach(value -> {
            around.add(Integer.toUnsignedLong(value));
            around.add(Integer.toUnsignedLong(value + 1));
            around.add(Integer.toUnsignedLong(value) | 0x7_0000_0000L);
          });
      values.add(List.copyOf(around));
    }
    List<long[]> all = new ArrayList<>();
    // The last one by turns: four whole lists would be too many.
    for (long first : values.get(0)) {
      for (long second : values.get(1)) {
        for (long third : values.get(2)) {
          all.add(
              new long[] {
                first, second, third, values.get(3).get(all.size() % values.get(3).size())
              });
        }
      }
    }
    return all;
  }

  private static long answer(List<NamedCalls.Entry> entries, long[] arguments) {
    List<Optional<Verdict>> answers =
        entries.stream()
            .filter(entry -> fits(entry.use(), arguments))
            .map(NamedCalls.Entry::refused)
            .distinct()
            .toList();
    assertThat(answers).as("one answer").hasSizeLessThan(2);
    return answers.isEmpty()
        ? 0x50000L | NamedCalls.OTHERWISE.number()
        : answers.getFirst().map(refused -> 0x50000L | refused.number()).orElse(KernelFilter.ALLOW);
  }

  private static boolean fits(Use use, long[] arguments) {
    return use.arguments().entrySet().stream()
        .allMatch(one ->
            ((int) arguments[one.getKey()] & one.getValue().mask()) == one.getValue().value());
  }

  private static Map<String, List<NamedCalls.Entry>> byCall(List<NamedCalls.Entry> entries) {
    return entries.stream()
        .flatMap(entry -> entry.calls().stream().map(call -> Map.entry(call, entry)))
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
  }
}
