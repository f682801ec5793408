package dev.sandboxed.profile;

/**
 * What a rule does with a path. The order is the precedence within one layer: the first one wins.
 */
public enum Access {
  /** Masked: it exists but cannot be opened. */
  DENY,
  /** Visible, but read-only even where the directory around it is writable. */
  PROTECT,
  WRITE,
  READ,
  /** Visible as a device of this machine. */
  DEVICE,
  /** Visible as a socket of a program outside, which a program inside can connect to. */
  SOCKET
}
