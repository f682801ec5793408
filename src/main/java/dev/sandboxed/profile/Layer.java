package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.Optional;

/**
 * One layer of requests: a profile, an agent definition or the command line. Layers are merged in
 * order, the later one above the earlier.
 *
 * @param name as shown to people, for example {@code profile web}
 * @param packages installables whose closure and {@code bin/} join the sandbox
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
    AuditRequest audit,
    KernelRequest kernel) {

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
        AuditRequest.SILENT,
        KernelRequest.SILENT);
  }

  public Layer {
    paths = List.copyOf(paths);
    environment = List.copyOf(environment);
    packages = List.copyOf(packages);
  }
}
