package dev.sandboxed.policy;

import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.policy.paths.BaseSystem;
import dev.sandboxed.policy.paths.PathRequests;
import java.util.List;
import java.util.stream.Stream;

/** Lists the store paths that a sandbox needs, each with who needs it. */
final class StoreRoots {

  private StoreRoots() {}

  /** The roots of the system, the dev shell, the packages and of granted links into the store. */
  static List<StoreRoot> of(
      HostFacts host,
      PathRequests wished,
      FileFacts files,
      ForwardedShell shell,
      List<Policy.NixPackage> packages) {
    Stream<StoreRoot> linked =
        wished.requests().stream()
            .filter(request -> request.target() instanceof PathRequests.Exact)
            .filter(request -> PathRequests.grants(request.rule().access()))
            .flatMap(request ->
                files.of(((PathRequests.Exact) request.target()).path()).storePaths().stream()
                    .flatMap(path -> StorePath.containing(path).stream())
                    .map(path -> new StoreRoot(path, request.rule().origin())));
    Stream<StoreRoot> packaged =
        packages.stream()
            .flatMap(added ->
                added.outputs().stream()
                    .map(output -> new StoreRoot(output, added.installable().origin())));
    return Stream.of(BaseSystem.storeRoots(host).stream(), shell.roots().stream(), packaged, linked)
        .flatMap(roots -> roots)
        .toList();
  }
}
