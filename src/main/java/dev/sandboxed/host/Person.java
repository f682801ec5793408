package dev.sandboxed.host;

import java.nio.file.Path;

/**
 * The person who runs sandboxed.
 *
 * @param home the home directory as the environment names it; may lead through symlinks
 * @param shell the absolute path of the login shell
 */
public record Person(int uid, int gid, String name, Path home, Path shell) {}
