package dev.sandboxed.policy;

import dev.sandboxed.problem.Located;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All layers, merged: what the sandbox is to be, before it is said how.
 *
 * @param agent the agent's name
 * @param profiles the chain, base first
 * @param nestedUserNamespaces whether the sandbox may make user namespaces in turn
 * @param kernelPaths what of the kernel's own files is not as it shows them
 * @param grants by path; for any path the longest grant above it decides
 * @param passedNames the host's variables that the environment passes through, as they are now
 * @param hook the dev shell's hook, where it is to run
 * @param state the agent's own directory, if it has one
 * @param notes where the agent reads instructions by itself, if there is such a place
 * @param storeRoots what of the store is needed, before closures
 * @param remarks what a person should know: what is weaker than it could be, what was left out
 * @param aftermath what is looked at when the session has ended
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
