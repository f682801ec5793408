package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The directories that sandboxed keeps its own files in. No sandbox may reach them: what they hold
 * decides the next launch.
 *
 * @param runtime empty if the machine has no {@code XDG_RUNTIME_DIR}
 */
public record ToolDirectories(
    Path config, Path state, Path cache, Path data, Optional<Path> runtime) {

  public List<Path> all() {
    return runtime.isPresent()
        ? List.of(config, state, cache, data, runtime.get())
        : List.of(config, state, cache, data);
  }
}
