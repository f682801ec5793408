package dev.sandboxed.seccomp;

/** The kernel's answer to a call that a rule is about. */
public enum Verdict {
  /** "Operation not permitted": the call exists, but this use of it is refused. */
  EPERM(1),
  /**
   * "Function not implemented": programs fall back on an older call, which a filter can look into.
   */
  ENOSYS(38),
  /** "Protocol not supported": as on a kernel that was built without it. */
  EPROTONOSUPPORT(93),
  /** "Address family not supported": as on a kernel that was built without it. */
  EAFNOSUPPORT(97);

  private final int number;

  Verdict(int number) {
    this.number = number;
  }

  /** The number in asm-generic/errno-base.h or errno.h; the same on every architecture here. */
  public int number() {
    return number;
  }
}
