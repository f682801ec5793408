package dev.sandboxed.policy;

import java.nio.file.Path;

/**
 * The identity of the agent inside: the person's number, name and home.
 *
 * @param shell the person's login shell
 */
public record Identity(int uid, int gid, String name, Path home, Path shell) {

  /**
   * Where a session puts what lives no longer than itself. Not below {@code /run/user}: where that
   * is, GnuPG looks for its agent's socket there and nowhere else.
   */
  public static final Path RUNTIME_DIRECTORY = Path.of("/run/session");
}
