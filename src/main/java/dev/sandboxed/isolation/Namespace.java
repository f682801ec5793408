package dev.sandboxed.isolation;

import java.util.List;
import java.util.Locale;

/**
 * A kind of namespace that a sandbox can have of its own. It always has its own mount namespace.
 */
public enum Namespace {
  USER,
  PID,
  IPC,
  UTS,
  CGROUP,
  NETWORK;

  /** Those that every sandbox has, whatever its network. */
  public static final List<Namespace> OF_EVERY_SANDBOX = List.of(USER, PID, IPC, UTS, CGROUP);

  /** The name in plan.json. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
