package dev.sandboxed.git;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of the person's own git configuration that includes others, or is included itself.
 *
 * @param path as git names it, absolute and normalized
 * @param includedBy the file that names it; empty for one that git reads by itself
 * @param way the path, and where it leads through symlinks, link by link; the last place is the
 *     file
 */
public record GitFile(Path path, Optional<Path> includedBy, List<Path> way) {

  public GitFile {
    way = List.copyOf(way);
  }
}
