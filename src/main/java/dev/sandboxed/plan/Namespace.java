package dev.sandboxed.plan;

import java.util.Locale;

/** A kind of namespace that a sandbox can have of its own. Its mounts always are its own. */
public enum Namespace {
  USER,
  PID,
  IPC,
  UTS,
  CGROUP,
  NETWORK;

  /** As plan.json names it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
