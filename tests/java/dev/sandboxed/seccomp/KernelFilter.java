package dev.sandboxed.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Runs a finished program as the kernel does: linux/filter.h, with the instructions that seccomp
 * accepts and this program may use. A program that the kernel would refuse to load fails here too.
 */
final class KernelFilter {

  static final long ALLOW = 0x7FFF0000L;
  static final long EPERM = 0x00050001L;
  static final long ENOSYS = 0x00050026L;
  static final long EPROTONOSUPPORT = 0x0005005DL;
  static final long EAFNOSUPPORT = 0x00050061L;
  static final long KILL_PROCESS = 0x80000000L;

  // linux/bpf_common.h.
  private static final int MOST_INSTRUCTIONS = 4096;

  // linux/seccomp.h, struct seccomp_data.
  private static final int DATA_SIZE = 64;

  private final byte[] program;

  KernelFilter(byte[] program) {
    this.program = program.clone();
  }

  private int length() {
    return program.length / 8;
  }

  /** The answer to a call; arguments that are not given hold whatever was in the register. */
  long answer(int audit, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(DATA_SIZE).order(ByteOrder.nativeOrder());
    data.putInt(0, number).putInt(4, audit);
    for (int index = 0; index < 6; index++) {
      data.putLong(16 + 8 * index, index < arguments.length ? arguments[index] : -1L);
    }
    return run(data);
  }

  private long run(ByteBuffer data) {
    ByteBuffer code = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
    if (program.length % 8 != 0 || length() > MOST_INSTRUCTIONS) {
      throw new AssertionError("the kernel takes no program of " + program.length + " bytes");
    }
    int accumulator = 0;
    for (int at = 0; at < length(); at++) {
      int operand = code.getInt(8 * at + 4);
      int ifTrue = Byte.toUnsignedInt(code.get(8 * at + 2));
      int ifFalse = Byte.toUnsignedInt(code.get(8 * at + 3));
      switch (code.getShort(8 * at)) {
        case 0x20 -> accumulator = data.getInt(operand);
        case 0x05 -> at += operand;
        case 0x15 -> at += accumulator == operand ? ifTrue : ifFalse;
        case 0x35 -> at += Integer.compareUnsigned(accumulator, operand) >= 0 ? ifTrue : ifFalse;
        case 0x45 -> at += (accumulator & operand) != 0 ? ifTrue : ifFalse;
        case 0x06 -> {
          return Integer.toUnsignedLong(operand);
        }
        default -> throw new AssertionError("the kernel would refuse instruction " + at);
      }
    }
    throw new AssertionError("the program has no end");
  }
}
