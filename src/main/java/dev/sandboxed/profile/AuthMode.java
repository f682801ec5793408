package dev.sandboxed.profile;

/** How much of the person's login the agent gets. */
public enum AuthMode {
  /** The real credentials file, writable, so that rotating tokens stay valid on the host too. */
  SHARED("shared"),
  /** The real credentials file, read-only. */
  READONLY("readonly"),
  /** Nothing. */
  NONE("none");

  private final String word;

  AuthMode(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
