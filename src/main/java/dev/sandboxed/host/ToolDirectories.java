package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.List;

/**
 * The directories that sandboxed keeps its own files in. No sandbox may reach them: what they hold
 * decides the next launch.
 */
public record ToolDirectories(Path config, Path state, Path cache, Path data) {

  public List<Path> all() {
    return List.of(config, state, cache, data);
  }
}
