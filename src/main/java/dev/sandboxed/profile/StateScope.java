package dev.sandboxed.profile;

/** Who shares the agent's own state (history, settings, todos). */
public enum StateScope {
  /** Each project has its own. */
  PROJECT("project"),
  /** All projects with this scope share one. */
  SHARED("shared"),
  /** Gone when the agent ends. */
  EPHEMERAL("ephemeral");

  private final String word;

  StateScope(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
