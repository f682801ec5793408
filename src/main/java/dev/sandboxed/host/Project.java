package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.List;

/**
 * The directory that the agent works on.
 *
 * @param directory its top directory, with every symlink resolved
 * @param workingDirectory where the person is, at or below the top, with symlinks resolved too
 * @param enclosing the projects around this one, the nearest first
 */
public record Project(Path directory, Path workingDirectory, List<Path> enclosing) {

  public Project {
    enclosing = List.copyOf(enclosing);
  }
}
