package dev.sandboxed.policy.paths;

import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;

/**
 * One decision about one path, after all layers have been merged.
 *
 * @param path where it is inside the sandbox
 * @param source where it is on the host, with every symlink resolved
 * @param directory whether it is a directory
 */
public record Grant(Path path, Path source, Access access, boolean directory, Origin origin) {}
