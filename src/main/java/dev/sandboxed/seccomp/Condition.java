package dev.sandboxed.seccomp;

import java.util.Locale;

/**
 * What has to be true of one argument of a call. The low 32 bits of it are looked at: the kernel
 * looks at no more of a request of ioctl, of a mode, or of flags.
 */
public sealed interface Condition {

  /** Which argument, the first being 0. */
  int argument();

  /** For people. */
  String describe();

  /** It has this value. */
  record Is(int argument, int value) implements Condition {
    @Override
    public String describe() {
      return String.format(Locale.ROOT, "argument %d is 0x%x", argument, value);
    }
  }

  /** It has at least one of these bits. */
  record HasAny(int argument, int bits) implements Condition {
    @Override
    public String describe() {
      return String.format(Locale.ROOT, "argument %d has any of 0x%x", argument, bits);
    }
  }
}
