package dev.sandboxed.export.kubernetes;

import dev.sandboxed.environment.Variable;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.SandboxPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said in the objects: who keeps which promise, and what is not kept. */
final class Comments {

  private final SandboxPlan plan;
  private final Cluster cluster;
  private final Map<String, List<String>> lost;

  Comments(SandboxPlan plan, Cluster cluster, Map<String, List<String>> lost) {
    this.plan = plan;
    this.cluster = cluster;
    this.lost = lost;
  }

  /** What is said before everything. */
  List<String> head() {
    List<String> head = new ArrayList<>();
    head.add(
        "The sandbox of "
            + plan.workplace().agent()
            + " (profiles "
            + String.join(", ", plan.workplace().profiles())
            + "), written by sandboxed. \"The cluster must\" says what nothing in here can see to.");
    head.add(
        "hidden: nothing of the machine that this was written on is in a pod. The image must have "
            + program()
            + " on PATH, sh, git and the rest of what the agent calls, where a launch has this machine's"
            + " programs.");
    head.add(
        "environment: a pod has the variables below, those of its image, and those that Kubernetes sets. Left out: "
            + leftOut()
            + ".");
    head.add(
        "leftovers: the agent's own directories end with the pod. Its notes about the sandbox (SANDBOX.md) are left out,"
            + " because they describe a launch.");
    head.add(
        "calls, kernel: the runtime's filter and its masks of /proc, not sandboxed's. Typing into the terminal of an attached"
            + " person (TIOCSTI) is not filtered.");
    lost.forEach((name, what) -> {
      head.add(name + ": accepted as lost (--accept " + name + "):");
      what.forEach(one -> head.add("- " + one));
    });
    return head;
  }

  private String program() {
    Path name = Path.of(plan.command().getFirst()).getFileName();
    return name == null ? plan.command().getFirst() : name.toString();
  }

  private String leftOut() {
    String globs =
        plan.environment().variables().stream()
            .flatMap(variable ->
                variable instanceof Variable.Pass pass ? Stream.of(pass.glob()) : Stream.of())
            .filter(glob -> !cluster.variables().contains(glob))
            .distinct()
            .collect(Collectors.joining(", "));
    return globs.isEmpty() ? "none that a launch would pass" : "what a launch passes, " + globs;
  }

  /** What is said in a NetworkPolicy. */
  Map<String, List<String>> policy() {
    return Map.of("", network(), "/spec/ingress", ingress(), "/spec/egress", egress());
  }

  private List<String> network() {
    List<String> said = new ArrayList<>();
    said.add(
        "network: the cluster must have a network that enforces NetworkPolicy, and no other policy may select these pods:"
            + " policies add up. Without that, every pod reaches everything. Whatever a policy says, Kubernetes lets a pod and its own"
            + " node reach each other, unless the cluster's network closes that.");
    if (plan.network().value() instanceof NetworkTier.Full) {
      said.add("The tier is full, so connections out of the pod are not restricted at all.");
    }
    return said;
  }

  private static List<String> ingress() {
    return List.of("Nobody connects to it.");
  }

  private List<String> egress() {
    return switch (plan.network().value()) {
      case NetworkTier.None _, NetworkTier.Allowlist _ ->
          List.of("The tier none: no connection, not to the cluster's name servers either.");
      case NetworkTier.Full _ -> List.of("The tier full: everything that the cluster reaches.");
      case NetworkTier.InternetOnly internet ->
          Stream.of(
                  "The tier internet-only: every address but the ranges that it closes in a launch"
                      + (internet.ipv6() ? "" : ", and no IPv6")
                      + ". The cluster must not have nodes, pods or services with addresses in other ranges.",
                  NetworkRules.nameServers(internet).isEmpty()
                      ? "Names come from the cluster's DNS, where kube-dns runs as usual. It answers for names of the"
                          + " cluster's services, too, and can carry data out. A cluster with a DNS cache on each node has to"
                          + " open that one's address."
                      : "Names come from the servers that were chosen, never from the cluster's.")
              .toList();
    };
  }

  /** What is said in a Job. */
  Map<String, List<String>> job(String pod) {
    Map<String, List<String>> said = new LinkedHashMap<>(pod(pod));
    said.put(
        "/spec/backoffLimitPerIndex",
        List.of(
            "An agent that fails is not started again, and the others go on (Kubernetes 1.29 or newer). A pod that the cluster"
                + " evicts is replaced, and its work done again from the start, or on what it left in a claim."));
    return said;
  }

  /** What is said in a template. */
  Map<String, List<String>> sandbox(String pod) {
    Map<String, List<String>> said = new LinkedHashMap<>(pod(pod));
    said.put("/spec/networkPolicy", network());
    said.put(
        "/spec/networkPolicy/ingress",
        List.of("Nobody connects to it, the sandbox router included."));
    said.put("/spec/networkPolicy/egress", egress());
    said.put(
        "/spec/envVarsInjectionPolicy",
        List.of("environment: whoever claims a sandbox cannot add variables to it."));
    return said;
  }

  private Map<String, List<String>> pod(String pod) {
    Map<String, List<String>> said = new LinkedHashMap<>();
    said.put(
        pod + "/automountServiceAccountToken",
        List.of(
            "environment: no token of the cluster, and of its services the API server's address alone."));
    said.put(
        pod + "/hostUsers",
        List.of(
            "namespaces: the cluster must support user namespaces (on by default since Kubernetes 1.33, with a kernel and a runtime"
                + " that can); where it does not, this may be ignored."));
    said.put(
        pod + "/runtimeClassName",
        List.of("The cluster must have this runtime class; how strong it is, is its own."));
    if (cluster.runtimeClass().isEmpty()) {
      said.put(
          pod + "/securityContext",
          List.of(
              "No runtime class was named: pods share the kernel of their node (--runtime-class)."));
    }
    said.put(
        pod + "/securityContext/seccompProfile",
        List.of(
            cluster.seccomp().isPresent()
                ? "calls: every node must have this file below the kubelet's directory of seccomp profiles."
                : "calls: what the runtime refuses by default, which is less than a launch refuses."));
    said.put(
        pod + "/activeDeadlineSeconds",
        List.of("limits.runtime, counted from the start of the pod, its clone included."));
    said.put(
        pod + "/containers/0/securityContext",
        List.of(
            "capabilities, read-only, root: none, no way to get one, and an image that cannot be written."));
    said.put(
        pod + "/containers/0/resources",
        List.of("limits.memory and limits.cpu; directories in memory count as memory."));
    if (cluster.secret().isPresent()) {
      said.put(
          pod + "/containers/0/env",
          List.of(
              "environment: values of the Secret are not in here. The agent can read them, and so can whoever may read Secrets or"
                  + " start pods in this namespace."));
    }
    said.put(
        pod + "/volumes",
        List.of(
            "Directories in memory start empty. "
                + (cluster.project().repository().isPresent() && cluster.project().claim().isEmpty()
                    ? "The clone ends with the pod: the agent has to push what is to stay."
                    : "The project stays in the claim.")));
    return said;
  }
}
