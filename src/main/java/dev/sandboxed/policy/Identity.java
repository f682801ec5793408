package dev.sandboxed.policy;

import java.nio.file.Path;

/**
 * The identity of the agent inside: the person's number, name and home.
 *
 * @param shell the person's login shell
 */
public record Identity(int uid, int gid, String name, Path home, Path shell) {

  /** Where a login puts what lives no longer than itself. */
  public Path runtimeDirectory() {
    return runtimeDirectory(uid);
  }

  static Path runtimeDirectory(int uid) {
    return Path.of("/run/user", Integer.toString(uid));
  }
}
