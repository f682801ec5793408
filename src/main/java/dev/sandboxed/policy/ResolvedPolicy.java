package dev.sandboxed.policy;

import dev.sandboxed.environment.ShellHook;
import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.problem.Located;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All layers, merged: what the sandbox will be, but not yet how.
 *
 * @param agent the agent's name
 * @param profiles the chain, base first
 * @param nestedUserNamespaces whether programs inside may make user namespaces themselves
 * @param kernelPaths the kernel's own files that do not look as it shows them
 * @param grants by path; for any path, the longest grant above it decides
 * @param passedNames the host's variables that the environment passes through, as they are now
 * @param hook the dev shell's hook, if it should run
 * @param state the agent's own directory, if it has one
 * @param notes the place where the agent reads instructions on its own, if there is one
 * @param storeRoots the store paths that are needed, without their closures
 * @param remarks what a person should know: what is weaker than it could be, or left out
 * @param aftermath the things to look at when the session has ended
 */
public record ResolvedPolicy(
    String agent,
    List<String> profiles,
    Identity identity,
    Path project,
    Path workingDirectory,
    Located<NetworkTier> network,
    Located<Boolean> nestedUserNamespaces,
    List<KernelPath> kernelPaths,
    List<Grant> grants,
    List<RootLink> links,
    List<Variable> environment,
    List<String> passedNames,
    Optional<ShellHook> hook,
    Optional<AgentState> state,
    Optional<NotesPlace> notes,
    List<StoreRoot> storeRoots,
    List<String> remarks,
    String resolvConf,
    String hosts,
    Aftermath aftermath) {

  public ResolvedPolicy {
    profiles = List.copyOf(profiles);
    kernelPaths = List.copyOf(kernelPaths);
    grants = List.copyOf(grants);
    links = List.copyOf(links);
    environment = List.copyOf(environment);
    passedNames = List.copyOf(passedNames);
    storeRoots = List.copyOf(storeRoots);
    remarks = List.copyOf(remarks);
  }
}
