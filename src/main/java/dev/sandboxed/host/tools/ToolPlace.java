package dev.sandboxed.host.tools;

import java.nio.file.Path;
import java.util.List;

/**
 * A directory that the person's environment names.
 *
 * @param named as the environment has it
 * @param way the same, then each place that its links lead through; the last is where it really is
 * @param programs whether anything that may be a program is in it
 */
public record ToolPlace(Path named, List<Path> way, boolean programs) {

  public ToolPlace {
    way = List.copyOf(way);
  }

  /** The place with every symlink resolved. */
  public Path real() {
    return way.getLast();
  }
}
