package dev.sandboxed.plan;

import dev.sandboxed.environment.Variable;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.policy.Aftermath;
import dev.sandboxed.policy.Identity;
import dev.sandboxed.problem.Located;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything one launch does, with a reason for each part. Immutable, and complete: nothing is
 * decided after it.
 *
 * @param profiles the chain, base first
 * @param hostName the sandbox's own host name
 * @param isolation the things that the kernel is told to refuse
 * @param mounts in the order they are made
 * @param environment the variables inside; the rest of the host's environment is left out
 * @param passedNames the host's variables that are passed through, as they are now
 * @param files the contents of the {@link MountStep.PlanFile}s, by name
 * @param command the program and its leading arguments; those of the command line follow
 * @param shellHook the dev shell's hook, which runs before the command, if there is one
 * @param storePaths how many store paths are mounted
 * @param storeBytes their total size
 * @param remarks what a person should know about this plan
 * @param aftermath the things to look at when the session has ended
 */
public record SandboxPlan(
    String agent,
    List<String> profiles,
    Identity identity,
    String hostName,
    Path project,
    Path workingDirectory,
    Located<NetworkTier> network,
    Isolation isolation,
    List<MountStep> mounts,
    List<Variable> environment,
    List<String> passedNames,
    Map<String, String> files,
    List<String> command,
    Optional<Located<String>> shellHook,
    int storePaths,
    long storeBytes,
    List<String> remarks,
    Aftermath aftermath) {

  public SandboxPlan {
    profiles = List.copyOf(profiles);
    mounts = List.copyOf(mounts);
    environment = List.copyOf(environment);
    passedNames = List.copyOf(passedNames);
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    command = List.copyOf(command);
    remarks = List.copyOf(remarks);
  }

  /** The mounts by their paths; made anew with every call. */
  public MountTree mountTree() {
    return new MountTree(mounts);
  }

  /** The steps of one kind, in order. */
  public <T extends MountStep> List<T> mounts(Class<T> kind) {
    return mounts.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
