package dev.sandboxed.files;

/**
 * Whom the kernel takes this process for.
 *
 * @param uid the effective user's number
 * @param gid the effective group's number
 * @param name the user's name
 */
public record Account(int uid, int gid, String name) {}
