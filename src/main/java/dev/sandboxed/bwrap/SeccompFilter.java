package dev.sandboxed.bwrap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The system call filter, as a classic BPF program for {@code bwrap --seccomp}.
 *
 * <p>The agent shares the person's terminal, so that job control and resizing work. Two requests of
 * {@code ioctl} would let it type into that terminal, and thus into the shell that gets it back:
 * TIOCSTI and TIOCLINUX. Both are refused with EPERM. The kernel looks at the low 32 bits of the
 * request only, so the filter does too.
 *
 * <p>One program serves every architecture Linux distributions of bubblewrap are used on here
 * (x86_64 with its 32-bit mode, aarch64 with its); any other kills the process, as its call numbers
 * would mean something else.
 */
public final class SeccompFilter {

  /**
   * The calls that are looked at, by their numbers in one architecture's table.
   *
   * @param audit linux/audit.h: AUDIT_ARCH_*
   */
  private record Architecture(int audit, int ioctl, List<Integer> keyrings) {}

  // asm/unistd.h of each: ioctl; add_key, request_key, keyctl.
  private static final List<Architecture> ARCHITECTURES =
      List.of(
          new Architecture(0xC000003E, 16, List.of(248, 249, 250)),
          new Architecture(0xC00000B7, 29, List.of(217, 218, 219)),
          new Architecture(0x40000003, 54, List.of(286, 287, 288)),
          new Architecture(0x40000028, 54, List.of(309, 310, 311)));

  // asm/unistd.h, __X32_SYSCALL_BIT: x32 calls come in under x86_64's name with this bit set.
  // Nothing is built for x32,
  // so all of them are refused instead of filtered a second time.
  private static final int X32_BIT = 0x40000000;

  // asm-generic/ioctls.h.
  private static final int TIOCSTI = 0x5412;
  private static final int TIOCLINUX = 0x541C;

  // linux/seccomp.h: struct seccomp_data and the return values; linux/bpf_common.h: the
  // instructions.
  private static final int NUMBER_OFFSET = 0;
  private static final int ARCHITECTURE_OFFSET = 4;
  private static final int REQUEST_OFFSET = 24;
  private static final int ALLOW = 0x7FFF0000;
  private static final int ERRNO = 0x00050000;
  private static final int KILL_PROCESS = 0x80000000;
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;
  private static final short LOAD = 0x20;
  private static final short JUMP_IF_EQUAL = 0x15;
  private static final short JUMP_IF_AT_LEAST = 0x35;
  private static final short RETURN = 0x06;

  private record Instruction(short code, int ifTrue, int ifFalse, int operand) {}

  private final List<Instruction> program = new ArrayList<>();

  private SeccompFilter() {}

  /** The program, as an array of {@code struct sock_filter} in this machine's byte order. */
  public static byte[] program() {
    SeccompFilter filter = new SeccompFilter();
    filter.load(ARCHITECTURE_OFFSET);
    ARCHITECTURES.forEach(filter::architecture);
    filter.give(KILL_PROCESS);
    return filter.bytes();
  }

  /** Checks for one architecture; falls through to the next one's if it is another. */
  private void architecture(Architecture architecture) {
    SeccompFilter check = new SeccompFilter();
    check.load(NUMBER_OFFSET);
    check.giveIf(JUMP_IF_AT_LEAST, X32_BIT, ERRNO | ENOSYS);
    architecture.keyrings().forEach(number -> check.giveIf(JUMP_IF_EQUAL, number, ERRNO | EPERM));
    check.giveUnlessEqual(architecture.ioctl(), ALLOW);
    check.load(REQUEST_OFFSET);
    check.giveIf(JUMP_IF_EQUAL, TIOCSTI, ERRNO | EPERM);
    check.giveIf(JUMP_IF_EQUAL, TIOCLINUX, ERRNO | EPERM);
    check.give(ALLOW);
    program.add(new Instruction(JUMP_IF_EQUAL, 0, check.program.size(), architecture.audit()));
    program.addAll(check.program);
  }

  private void load(int offset) {
    program.add(new Instruction(LOAD, 0, 0, offset));
  }

  private void giveIf(short comparison, int operand, int value) {
    program.add(new Instruction(comparison, 0, 1, operand));
    give(value);
  }

  private void giveUnlessEqual(int operand, int value) {
    program.add(new Instruction(JUMP_IF_EQUAL, 1, 0, operand));
    give(value);
  }

  private void give(int value) {
    program.add(new Instruction(RETURN, 0, 0, value));
  }

  private byte[] bytes() {
    ByteBuffer buffer = ByteBuffer.allocate(8 * program.size()).order(ByteOrder.nativeOrder());
    for (Instruction instruction : program) {
      buffer
          .putShort(instruction.code())
          .put((byte) instruction.ifTrue())
          .put((byte) instruction.ifFalse())
          .putInt(instruction.operand());
    }
    return buffer.array();
  }
}
