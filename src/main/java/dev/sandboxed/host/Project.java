package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.List;

/**
 * What the agent is to work on.
 *
 * @param directory its top, with every symlink resolved
 * @param workingDirectory where the person stands, at or below the top, resolved too
 * @param enclosing the projects that this one lies in, the nearest first
 */
public record Project(Path directory, Path workingDirectory, List<Path> enclosing) {

  public Project {
    enclosing = List.copyOf(enclosing);
  }
}
