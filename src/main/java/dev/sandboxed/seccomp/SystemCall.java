package dev.sandboxed.seccomp;

import java.util.OptionalInt;

/**
 * One call of the kernel and its number in each table, from asm/unistd.h of each architecture.
 *
 * @param x86 its number on x86_64; {@link #ABSENT} if a table does not have the call
 */
public record SystemCall(String name, int x86, int i386, int aarch64, int arm) {

  /** No number: the architecture does not have the call. */
  public static final int ABSENT = -1;

  /** A call newer than Linux 5.0; since then, every table uses the same number. */
  public static SystemCall everywhere(String name, int number) {
    return new SystemCall(name, number, number, number, number);
  }

  /** Its number, if the architecture has it. */
  public OptionalInt number(Architecture architecture) {
    int number =
        switch (architecture) {
          case X86_64 -> x86;
          case I386 -> i386;
          case AARCH64 -> aarch64;
          case ARM -> arm;
        };
    return number == ABSENT ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
