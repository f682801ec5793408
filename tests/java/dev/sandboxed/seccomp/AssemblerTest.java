package dev.sandboxed.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.seccomp.Assembler.Comparison;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssemblerTest {

  private static final int ARCHITECTURE = 4;

  private final Assembler assembler = new Assembler();

  /** As far as a byte can count, one further, and as far as a program allows. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 254, 255, 256, 257, 1000, 4090})
  void aJumpLeadsAsFarAsItHasTo(int between) {
    assembler.load(ARCHITECTURE);
    assembler.jumpIf(Comparison.EQUAL, 7, "far");
    for (int i = 0; i < between; i++) {
      assembler.give(1);
    }
    assembler.label("far");
    assembler.give(2);

    KernelFilter filter = new KernelFilter(assembler.program());

    assertThat(filter.answer(7, 0)).isEqualTo(2);
    assertThat(filter.answer(8, 0)).isEqualTo(between == 0 ? 2 : 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 255, 256, 1000})
  void soDoesOneThatIsTakenWhereTheComparisonFails(int between) {
    assembler.load(ARCHITECTURE);
    assembler.jumpUnless(Comparison.ANY_BIT, 6, "far");
    for (int i = 0; i < between; i++) {
      assembler.give(1);
    }
    assembler.label("far");
    assembler.give(2);

    KernelFilter filter = new KernelFilter(assembler.program());

    assertThat(filter.answer(8, 0)).isEqualTo(2);
    assertThat(filter.answer(10, 0)).isEqualTo(1);
  }

  /** Each of these is too short only because of those after it. */
  @Test
  void jumpsThatLengthenEachOtherAllArrive() {
    assembler.load(ARCHITECTURE);
    for (int number = 0; number < 600; number++) {
      assembler.jumpIf(Comparison.EQUAL, number, "to " + number);
    }
    assembler.give(9999);
    for (int number = 0; number < 600; number++) {
      assembler.label("to " + number);
      assembler.give(number);
    }

    KernelFilter filter = new KernelFilter(assembler.program());

    for (int number = 0; number < 600; number++) {
      assertThat(filter.answer(number, 0)).isEqualTo(number);
    }
    assertThat(filter.answer(600, 0)).isEqualTo(9999);
  }

  @Test
  void aProgramThatTheKernelWouldNotTakeIsRefused() {
    for (int i = 0; i < 4097; i++) {
      assembler.give(1);
    }

    assertThatThrownBy(assembler::program)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("4097 instructions");
  }

  @Test
  void aJumpBackIsRefused() {
    assembler.label("back");
    assembler.jumpIf(Comparison.EQUAL, 1, "back");

    assertThatThrownBy(assembler::program).hasMessageContaining("\"back\"");
  }

  @Test
  void aJumpToNowhereIsRefused() {
    assembler.jumpIf(Comparison.EQUAL, 1, "nowhere");

    assertThatThrownBy(assembler::program).hasMessageContaining("\"nowhere\"");
  }
}
