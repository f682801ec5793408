package dev.sandboxed.git;

import java.nio.file.Path;

/**
 * A file or directory that git obeys: it names commands, or other files that do.
 *
 * @param path as git looks it up; it may be a symlink
 * @param why it is kept from the agent, as a person reads it in a plan
 */
public record GitControl(Path path, String why) {}
