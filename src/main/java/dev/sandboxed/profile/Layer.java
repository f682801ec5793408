package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.Optional;

/**
 * One layer of wishes: a profile, an agent definition or the command line. Layers are merged in
 * order, the later one above the earlier.
 *
 * @param name as shown to people, for example {@code profile web}
 * @param packages installables whose closure and {@code bin/} join the sandbox
 * @param changes whether the person is told after the session what changed in the project
 * @param nestedUserNamespaces whether programs in the sandbox may make user namespaces themselves
 */
public record Layer(
    String name,
    NetworkRequest network,
    List<PathRule> paths,
    List<EnvironmentRule> environment,
    List<Located<String>> packages,
    DevShellRequest devShell,
    Optional<Located<AuthMode>> auth,
    Optional<Located<StateScope>> state,
    Optional<Located<Boolean>> changes,
    Optional<Located<Boolean>> nestedUserNamespaces) {

  /** A layer that says nothing else. */
  static Layer ofPaths(String name, List<PathRule> paths) {
    return new Layer(
        name,
        NetworkRequest.SILENT,
        paths,
        List.of(),
        List.of(),
        DevShellRequest.SILENT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public Layer {
    paths = List.copyOf(paths);
    environment = List.copyOf(environment);
    packages = List.copyOf(packages);
  }
}
