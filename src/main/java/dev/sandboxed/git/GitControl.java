package dev.sandboxed.git;

import java.nio.file.Path;

/**
 * A file or directory that is kept from the agent. Git obeys most of them: they name commands, or
 * other files that do.
 *
 * @param path as git looks it up; it may be a symlink
 * @param why it is kept from the agent, as a person reads it in a plan
 * @param obeyed whether git obeys it; otherwise git cannot do without it
 */
public record GitControl(Path path, String why, boolean obeyed) {}
