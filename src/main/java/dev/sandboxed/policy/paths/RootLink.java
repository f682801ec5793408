package dev.sandboxed.policy.paths;

import dev.sandboxed.problem.Origin;
import java.nio.file.Path;

/**
 * A symlink of the sandbox's root.
 *
 * @param target as the link holds it, relative or absolute
 */
public record RootLink(Path path, String target, Origin origin) {}
