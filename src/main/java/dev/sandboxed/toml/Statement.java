package dev.sandboxed.toml;

import dev.sandboxed.problem.Origin;

/**
 * One value that a file gives to a key.
 *
 * @param table the name of the key's table
 * @param subject what the value is about: a later statement about it counts instead of this one.
 *     For most keys it is the value itself
 * @param value as shown to people
 */
public record Statement(String table, String key, String subject, String value, Origin origin) {}
