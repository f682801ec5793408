package dev.sandboxed.git;

import java.nio.file.Path;

/**
 * A file or directory that is kept from the agent. Git obeys most of them: they name commands, or
 * other files that do.
 *
 * @param path as git looks it up; it may be a symlink
 * @param why it is kept from the agent, as a person reads it in a plan
 * @param kind what it is to git
 */
public record GitControl(Path path, String why, Kind kind) {

  /** What a file is to git. */
  public enum Kind {
    /** A configuration, which git also writes; git obeys it. */
    CONFIGURATION,
    /** Anything else that git obeys. */
    OBEYED,
    /** Git does not obey it, and cannot do without it. */
    NEEDED
  }

  /** Whether git obeys it. */
  public boolean obeyed() {
    return kind != Kind.NEEDED;
  }
}
