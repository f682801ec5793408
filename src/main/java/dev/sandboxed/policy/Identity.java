package dev.sandboxed.policy;

import java.nio.file.Path;

/**
 * Who the agent is inside: the person, by number, name and home.
 *
 * @param shell the person's login shell
 */
public record Identity(int uid, int gid, String name, Path home, Path shell) {}
