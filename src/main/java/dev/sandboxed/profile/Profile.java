package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.Optional;

/**
 * One profile file.
 *
 * @param file where it was read from, as shown to people
 * @param parent the profile it {@code extends}
 */
public record Profile(
    String name, String file, String description, Optional<Located<String>> parent, Layer layer) {

  /** The same profile with only these rules about paths. */
  public Profile only(List<PathRule> paths) {
    return new Profile(name, file, description, parent, Layer.ofPaths(layer.name(), paths));
  }
}
