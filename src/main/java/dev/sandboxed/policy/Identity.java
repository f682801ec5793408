package dev.sandboxed.policy;

import java.nio.file.Path;

/**
 * The identity of the agent inside: the person's number, name and home.
 *
 * @param shell the person's login shell
 */
public record Identity(int uid, int gid, String name, Path home, Path shell) {}
