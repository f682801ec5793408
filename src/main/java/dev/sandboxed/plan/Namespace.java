package dev.sandboxed.plan;

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

  /** The name in plan.json. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
