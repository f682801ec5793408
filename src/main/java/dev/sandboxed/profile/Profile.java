package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import dev.sandboxed.toml.Statement;
import java.util.List;
import java.util.Optional;

/**
 * One profile file.
 *
 * @param file where it was read from, as shown to people
 * @param parent the profile it {@code extends}
 * @param statements what the file says, for whoever shows it
 */
public record Profile(
    String name,
    String file,
    String description,
    Optional<Located<String>> parent,
    Layer layer,
    List<Statement> statements) {

  public Profile {
    statements = List.copyOf(statements);
  }

  /** The same profile with another layer, which is not for showing. */
  public Profile with(Layer other) {
    return new Profile(name, file, description, parent, other, statements);
  }

  /** The same profile with only these rules about paths, which is not for showing. */
  public Profile only(List<PathRule> paths) {
    return new Profile(
        name, file, description, parent, Layer.ofPaths(layer.name(), paths), List.of());
  }
}
