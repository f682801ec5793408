package dev.sandboxed.seccomp;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;

/**
 * A test of one argument of a call. It looks at the low 32 bits, because the kernel uses no more of
 * an ioctl request, a mode, flags, a process, a signal, or a kind of socket.
 */
public sealed interface Condition {

  /** The index of the argument, from 0. */
  int argument();

  /** A description for people. */
  String describe();

  /** The argument has this value. */
  record Is(int argument, int value) implements Condition {
    @Override
    public String describe() {
      return String.format(Locale.ROOT, "argument %d is 0x%x", argument, value);
    }
  }

  /** The argument has at least one of these bits. */
  record HasAny(int argument, int bits) implements Condition {
    @Override
    public String describe() {
      return String.format(Locale.ROOT, "argument %d has any of 0x%x", argument, bits);
    }
  }

  /** The argument has none of these values. */
  record NoneOf(int argument, List<Integer> values) implements Condition {

    public NoneOf {
      values = List.copyOf(values);
    }

    @Override
    public String describe() {
      String all =
          values.stream()
              .map(value -> String.format(Locale.ROOT, "0x%x", value))
              .collect(joining(", "));
      return "argument " + argument + (values.size() == 1 ? " is not " : " is none of ") + all;
    }
  }
}
