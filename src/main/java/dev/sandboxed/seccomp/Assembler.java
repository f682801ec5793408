package dev.sandboxed.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assembles a classic BPF program from the few instructions that a system call filter needs.
 *
 * <p>A conditional jump of BPF holds its distance in one byte. A longer one is therefore written as
 * a short one around an unconditional jump, whose distance has 32 bits, so no distance is ever cut
 * off. All jumps lead forward, as the kernel requires.
 */
final class Assembler {

  // linux/bpf_common.h, BPF_MAXINSNS.
  private static final int MOST_INSTRUCTIONS = 4096;

  // An unsigned byte.
  private static final int FARTHEST = 255;

  // linux/bpf_common.h.
  private static final int LOAD_WORD = 0x20;
  private static final int RETURN = 0x06;
  private static final int JUMP = 0x05;

  /** Compares the loaded word with a constant; the codes are from linux/bpf_common.h. */
  enum Comparison {
    EQUAL(0x15),
    AT_LEAST(0x35),
    ANY_BIT(0x45);

    private final int code;

    Comparison(int code) {
      this.code = code;
    }
  }

  private sealed interface Item {

    record Load(int offset) implements Item {}

    record Return(int value) implements Item {}

    record Label(String name) implements Item {}

    /** Goes on at a label if the comparison comes out as {@code outcome}. */
    record Jump(Comparison comparison, int operand, boolean outcome, String label)
        implements Item {}
  }

  /**
   * @param starts the index of the first instruction of each item
   */
  private record Layout(List<Integer> starts, Map<String, Integer> labels, int length) {}

  private final List<Item> items = new ArrayList<>();
  private final List<Boolean> far = new ArrayList<>();

  /** Loads a word of the kernel's description of the call. */
  void load(int offset) {
    add(new Item.Load(offset));
  }

  void give(int value) {
    add(new Item.Return(value));
  }

  void jumpIf(Comparison comparison, int operand, String label) {
    add(new Item.Jump(comparison, operand, true, label));
  }

  void jumpUnless(Comparison comparison, int operand, String label) {
    add(new Item.Jump(comparison, operand, false, label));
  }

  /** Names the place of what is added next, for jumps that were added before. */
  void label(String name) {
    add(new Item.Label(name));
  }

  private void add(Item item) {
    items.add(item);
    far.add(false);
  }

  /**
   * The program, as an array of {@code struct sock_filter} in this machine's byte order.
   *
   * @throws IllegalStateException if the kernel would not accept it
   */
  byte[] program() {
    Layout layout = layout();
    // A jump that becomes longer moves what follows, and may make another one too short.
    while (lengthen(layout)) {
      layout = layout();
    }
    if (layout.length() > MOST_INSTRUCTIONS) {
      throw new IllegalStateException(
          layout.length() + " instructions are more than the kernel takes, " + MOST_INSTRUCTIONS);
    }
    ByteBuffer program = ByteBuffer.allocate(8 * layout.length()).order(ByteOrder.nativeOrder());
    for (int index = 0; index < items.size(); index++) {
      write(index, layout, program);
    }
    return program.array();
  }

  private Layout layout() {
    List<Integer> starts = new ArrayList<>();
    Map<String, Integer> labels = new HashMap<>();
    int at = 0;
    for (int index = 0; index < items.size(); index++) {
      starts.add(at);
      if (items.get(index) instanceof Item.Label label) {
        labels.put(label.name(), at);
      } else {
        at += far.get(index) ? 2 : 1;
      }
    }
    return new Layout(starts, labels, at);
  }

  private boolean lengthen(Layout layout) {
    boolean changed = false;
    for (int index = 0; index < items.size(); index++) {
      if (items.get(index) instanceof Item.Jump jump
          && !far.get(index)
          && distance(layout, index, 1, jump) > FARTHEST) {
        far.set(index, true);
        changed = true;
      }
    }
    return changed;
  }

  /** The number of instructions jumped over, counted from the last one of the jump itself. */
  private static int distance(Layout layout, int index, int length, Item.Jump jump) {
    Integer target = layout.labels().get(jump.label());
    int from = layout.starts().get(index) + length;
    if (target == null || target < from) {
      throw new IllegalStateException("no jump leads forward to \"" + jump.label() + "\"");
    }
    return target - from;
  }

  private void write(int index, Layout layout, ByteBuffer program) {
    switch (items.get(index)) {
      case Item.Label _ -> {}
      case Item.Load load -> write(program, LOAD_WORD, 0, 0, load.offset());
      case Item.Return given -> write(program, RETURN, 0, 0, given.value());
      case Item.Jump jump -> {
        boolean isFar = far.get(index);
        // A far jump skips the unconditional jump if its condition does not hold.
        int taken = isFar ? 0 : distance(layout, index, 1, jump);
        int passed = isFar ? 1 : 0;
        write(
            program,
            jump.comparison().code,
            jump.outcome() ? taken : passed,
            jump.outcome() ? passed : taken,
            jump.operand());
        if (isFar) {
          write(program, JUMP, 0, 0, distance(layout, index, 2, jump));
        }
      }
    }
  }

  private static void write(ByteBuffer program, int code, int ifTrue, int ifFalse, int operand) {
    program.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(operand);
  }
}
