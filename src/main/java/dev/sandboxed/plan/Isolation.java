package dev.sandboxed.plan;

import dev.sandboxed.isolation.Namespace;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.policy.KernelPath;
import dev.sandboxed.policy.ResolvedPolicy;
import dev.sandboxed.policy.limits.Limits;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.seccomp.RefusedCalls;
import dev.sandboxed.seccomp.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings that keep the kernel's other doors shut. Mounts decide what can be seen; these keep
 * the agent from changing the mounts, and from whatever no mount covers.
 *
 * @param namespaces the sandbox's own namespaces
 * @param nestedUserNamespaces whether programs inside may make user namespaces, and those that need
 *     one
 * @param capabilities the capabilities left to the agent: none
 * @param systemCalls the refused calls, each with its reason
 * @param kernelPaths the covered parts of {@code /proc}
 * @param limits how much a session may use up, and who sees to it
 */
public record Isolation(
    List<Located<Namespace>> namespaces,
    Located<Boolean> nestedUserNamespaces,
    Located<List<String>> capabilities,
    Located<List<Rule>> systemCalls,
    List<KernelPath> kernelPaths,
    Limits limits) {

  public Isolation {
    namespaces = List.copyOf(namespaces);
    kernelPaths = List.copyOf(kernelPaths);
  }

  static Isolation of(ResolvedPolicy policy) {
    Located<Boolean> nested = policy.kernel().nestedUserNamespaces();
    return new Isolation(
        namespaces(policy.network().tier()),
        nested,
        new Located<>(List.of(), new Origin.BuiltIn("no agent needs one")),
        new Located<>(RefusedCalls.of(nested.value()), nested.origin()),
        policy.kernel().paths(),
        policy.kernel().limits());
  }

  private static List<Located<Namespace>> namespaces(Located<NetworkTier> network) {
    List<Located<Namespace>> namespaces = new ArrayList<>();
    Namespace.OF_EVERY_SANDBOX.forEach(
        namespace -> namespaces.add(new Located<>(namespace, new Origin.BuiltIn(why(namespace)))));
    switch (network.value()) {
      case NetworkTier.None _ -> namespaces.add(new Located<>(Namespace.NETWORK, network.origin()));
      // The sandbox is started in its network namespace; see src/main/bash/netns.
      case NetworkTier.InternetOnly _, NetworkTier.Allowlist _ -> {}
      case NetworkTier.Full _ -> {}
    }
    return namespaces;
  }

  private static String why(Namespace namespace) {
    return switch (namespace) {
      case USER -> "no other can be made without it";
      case PID -> "the host's processes are not there";
      case IPC -> "the host's shared memory is not there";
      case UTS -> "the host's name is not there";
      case CGROUP -> "the names of the host's cgroups are not there";
      case NETWORK -> "the host's network is not there";
    };
  }
}
