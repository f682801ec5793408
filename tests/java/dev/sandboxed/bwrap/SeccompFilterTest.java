package dev.sandboxed.bwrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the program as the kernel would. */
class SeccompFilterTest {

  private static final int X86_64 = 0xC000003E;

  private static final long ALLOW = 0x7FFF0000L;
  private static final long EPERM = 0x00050001L;
  private static final long ENOSYS = 0x00050026L;
  private static final long KILL_PROCESS = 0x80000000L;

  // Machine, ioctl's number: asm/unistd.h of each.
  private static final String X86_64_IOCTL = "0xC000003E, 16";
  private static final String I386_IOCTL = "0x40000003, 54";
  private static final String AARCH64_IOCTL = "0xC00000B7, 29";
  private static final String ARM_IOCTL = "0x40000028, 54";

  @ParameterizedTest
  @CsvSource({X86_64_IOCTL, I386_IOCTL, AARCH64_IOCTL, ARM_IOCTL})
  void nothingTypesIntoTheTerminal(String machine, int ioctl) {
    int architecture = Long.decode(machine).intValue();
    assertThat(verdict(architecture, ioctl, 0x5412)).isEqualTo(EPERM);
    assertThat(verdict(architecture, ioctl, 0x541C)).isEqualTo(EPERM);
  }

  @ParameterizedTest
  @CsvSource({X86_64_IOCTL, I386_IOCTL, AARCH64_IOCTL, ARM_IOCTL})
  void theHighHalfOfTheRequestDoesNotHideIt(String machine, int ioctl) {
    int architecture = Long.decode(machine).intValue();
    assertThat(verdict(architecture, ioctl, 0x1_0000_5412L)).isEqualTo(EPERM);
    assertThat(verdict(architecture, ioctl, 0xFFFF_FFFF_0000_541CL)).isEqualTo(EPERM);
  }

  @ParameterizedTest
  @CsvSource({X86_64_IOCTL, I386_IOCTL, AARCH64_IOCTL, ARM_IOCTL})
  void everythingElseOfATerminalWorks(String machine, int ioctl) {
    int architecture = Long.decode(machine).intValue();
    // TCGETS, TIOCGWINSZ, TIOCSPGRP, and the neighbours of those two.
    for (long request : new long[] {0x5401, 0x5413, 0x5410, 0x5411, 0x541B, 0x541D, 0}) {
      assertThat(verdict(architecture, ioctl, request)).isEqualTo(ALLOW);
    }
  }

  @ParameterizedTest
  @CsvSource({X86_64_IOCTL, I386_IOCTL, AARCH64_IOCTL, ARM_IOCTL})
  void otherCallsWork(String machine, int ioctl) {
    int architecture = Long.decode(machine).intValue();
    for (int number : new int[] {0, ioctl - 1, ioctl + 1, 59, 435}) {
      assertThat(verdict(architecture, number, 0x5412)).isEqualTo(ALLOW);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0xC000003E, 248",
    "0x40000003, 286",
    "0xC00000B7, 217",
    "0x40000028, 309",
  })
  void theKernelsKeyringsStayClosed(String machine, int addKey) {
    int architecture = Long.decode(machine).intValue();
    // add_key, request_key and keyctl follow each other in every table.
    for (int number = addKey; number < addKey + 3; number++) {
      assertThat(verdict(architecture, number, 0)).isEqualTo(EPERM);
    }
    assertThat(verdict(architecture, addKey - 1, 0)).isEqualTo(ALLOW);
    assertThat(verdict(architecture, addKey + 3, 0)).isEqualTo(ALLOW);
  }

  @Test
  void theSecondNameOfEachCallOnX86IsNotThere() {
    assertThat(verdict(X86_64, 0x40000000 | 514, 0x5412)).isEqualTo(ENOSYS);
    assertThat(verdict(X86_64, 0x40000000 | 16, 0x5412)).isEqualTo(ENOSYS);
    assertThat(verdict(X86_64, 0x40000000, 0)).isEqualTo(ENOSYS);
    assertThat(verdict(X86_64, -1, 0)).isEqualTo(ENOSYS);
  }

  @ParameterizedTest
  @CsvSource({"0xC00000F3", "0x80000015", "0", "0xC000003F"})
  void anUnknownArchitectureIsKilled(String machine) {
    assertThat(verdict(Long.decode(machine).intValue(), 16, 0)).isEqualTo(KILL_PROCESS);
  }

  /** A machine for linux/filter.h, with the four instructions the program may have. */
  private static long verdict(int architecture, int number, long request) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
    data.putInt(0, number).putInt(4, architecture).putLong(16, 7).putLong(24, request);
    ByteBuffer program = ByteBuffer.wrap(SeccompFilter.program()).order(ByteOrder.nativeOrder());
    assertThat(program.capacity() % 8).isZero();
    int accumulator = 0;
    for (int at = 0; at < program.capacity() / 8; at++) {
      int operand = program.getInt(8 * at + 4);
      int ifTrue = Byte.toUnsignedInt(program.get(8 * at + 2));
      int ifFalse = Byte.toUnsignedInt(program.get(8 * at + 3));
      switch (program.getShort(8 * at)) {
        case 0x20 -> accumulator = data.getInt(operand);
        case 0x15 -> at += accumulator == operand ? ifTrue : ifFalse;
        case 0x35 -> at += Integer.compareUnsigned(accumulator, operand) >= 0 ? ifTrue : ifFalse;
        case 0x06 -> {
          return Integer.toUnsignedLong(operand);
        }
        default -> throw new AssertionError("the kernel would refuse instruction " + at);
      }
    }
    throw new AssertionError("the program has no end");
  }
}
