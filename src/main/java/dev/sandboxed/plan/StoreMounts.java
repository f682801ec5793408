package dev.sandboxed.plan;

import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The store paths the sandbox has.
 *
 * @param paths each with its reason
 * @param bytes their total size
 */
public record StoreMounts(Map<Path, Origin> paths, long bytes) {

  public static final StoreMounts NONE = new StoreMounts(Map.of(), 0);

  public StoreMounts {
    paths = Collections.unmodifiableMap(new TreeMap<>(paths));
  }
}
