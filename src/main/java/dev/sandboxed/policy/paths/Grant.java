package dev.sandboxed.policy.paths;

import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.List;

/**
 * One decision about one path, after all layers have been merged.
 *
 * @param path where it is inside the sandbox
 * @param source where it is on the host, with every symlink resolved
 * @param directory whether it is a directory
 * @param masks what is replaced in a file that is read
 */
public record Grant(
    Path path, Path source, Access access, boolean directory, List<String> masks, Origin origin) {

  public Grant {
    masks = List.copyOf(masks);
  }

  /** A decision about all that is at a path. */
  public Grant(Path path, Path source, Access access, boolean directory, Origin origin) {
    this(path, source, access, directory, List.of(), origin);
  }
}
