package dev.sandboxed.seccomp;

/**
 * A table of system calls that programs may use. sandboxed runs on x86_64 and aarch64, and both
 * also run 32-bit programs, whose calls have other numbers.
 */
public enum Architecture {
  X86_64(0xC000003E),
  I386(0x40000003),
  AARCH64(0xC00000B7),
  ARM(0x40000028);

  private final int audit;

  Architecture(int audit) {
    this.audit = audit;
  }

  /** The kernel's name for it in a filter: AUDIT_ARCH_* of linux/audit.h. */
  public int audit() {
    return audit;
  }
}
