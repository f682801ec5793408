package dev.sandboxed.seccomp;

/** What the kernel answers to a call that a rule is about. */
public enum Verdict {
  /** "Operation not permitted": the call is there, and this use of it is refused. */
  EPERM(1),
  /** "Function not implemented": programs fall back on an older call, which can be looked into. */
  ENOSYS(38),
  /** "Address family not supported": as on a kernel that was built without it. */
  EAFNOSUPPORT(97);

  private final int number;

  Verdict(int number) {
    this.number = number;
  }

  /** Of asm-generic/errno-base.h and errno.h; the same on every architecture here. */
  public int number() {
    return number;
  }
}
