package dev.sandboxed.check;

import dev.sandboxed.check.Attempt.Kind;
import dev.sandboxed.isolation.Namespace;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.Isolation;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.seccomp.Architecture;
import dev.sandboxed.seccomp.Rule;
import dev.sandboxed.seccomp.SystemCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a plan promises about the kernel's other doors. */
final class KernelPromises {

  // linux/sched.h.
  private static final int NEW_MOUNT = 0x00020000;
  private static final int NEW_USER = 0x10000000;

  // asm/unistd.h of each.
  private static final SystemCall UNSHARE = new SystemCall("unshare", 272, 310, 97, 337);

  private static final Origin OWN_MOUNTS = new Origin.BuiltIn("no other sandbox could be made");

  private final SandboxPlan plan;
  private final Isolation isolation;
  private final Outside outside;
  private final Architecture architecture;

  KernelPromises(SandboxPlan plan, Outside outside, Architecture architecture) {
    this.plan = plan;
    this.isolation = plan.isolation();
    this.outside = outside;
    this.architecture = architecture;
  }

  List<Promise> all() {
    return List.of(capabilities(), namespaces(), nested(), calls());
  }

  private Promise capabilities() {
    List<String> kept = isolation.capabilities().value();
    return new Promise(
        "capabilities",
        "no process has a capability",
        kept.isEmpty()
            ? List.of(
                Attempt.same(
                    "a capability", Kind.CAPABILITY, "", isolation.capabilities().origin()))
            : List.of(),
        kept.isEmpty() ? "" : "the plan leaves " + String.join(", ", kept));
  }

  private Promise namespaces() {
    Map<String, Origin> own = new HashMap<>();
    isolation.namespaces().forEach(one -> own.put(kernelName(one.value()), one.origin()));
    own.put("mnt", OWN_MOUNTS);
    Located<NetworkTier> network = plan.network();
    if (network.value().routed().isPresent()) {
      own.put(kernelName(Namespace.NETWORK), network.origin());
    }
    List<Attempt> attempts = new ArrayList<>();
    for (String namespace : outside.namespaces()) {
      String name = namespace.substring(0, namespace.indexOf(':'));
      Origin origin = own.get(name);
      if (origin != null) {
        attempts.add(
            Attempt.same("the host's namespace " + name, Kind.NAMESPACE, namespace, origin));
      }
    }
    return new Promise("namespaces", "the namespaces are the sandbox's own", attempts, "");
  }

  private static String kernelName(Namespace namespace) {
    return namespace == Namespace.NETWORK ? "net" : namespace.word();
  }

  private Promise nested() {
    Located<Boolean> allowed = isolation.nestedUserNamespaces();
    List<Attempt> attempts = new ArrayList<>();
    if (!allowed.value()) {
      attempts.add(made("a user namespace", NEW_USER, allowed.origin()));
    }
    attempts.add(made("a mount namespace", NEW_USER | NEW_MOUNT, allowed.origin()));
    return new Promise(
        "nesting",
        allowed.value()
            ? "no mount namespace can be made inside"
            : "no user or mount namespace can be made inside",
        attempts,
        allowed.value() ? "user namespaces may be made (" + allowed.origin().describe() + ")" : "");
  }

  private Attempt made(String subject, int flags, Origin origin) {
    return Attempt.same(subject, Kind.MAKE, unshare() + " " + flags, origin);
  }

  private int unshare() {
    return UNSHARE.number(architecture).orElseThrow();
  }

  private Promise calls() {
    List<Attempt> attempts = new ArrayList<>();
    for (Rule rule : isolation.systemCalls().value()) {
      CallArguments.of(rule, architecture)
          .ifPresent(call ->
              attempts.add(
                  new Attempt(
                      rule.call().name(),
                      Kind.CALL,
                      "0 " + call,
                      unshare() + " " + call,
                      new Origin.BuiltIn(rule.why()))));
    }
    return new Promise("calls", "the filter refuses these system calls", attempts, "");
  }
}
