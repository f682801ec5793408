package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The directories sandboxed keeps its own things in. No sandbox may reach them: what is in there
 * decides the next launch.
 *
 * @param runtime absent where the machine has no {@code XDG_RUNTIME_DIR}
 */
public record ToolDirectories(
    Path config, Path state, Path cache, Path data, Optional<Path> runtime) {

  public List<Path> all() {
    return runtime.isPresent()
        ? List.of(config, state, cache, data, runtime.get())
        : List.of(config, state, cache, data);
  }
}
