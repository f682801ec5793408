package dev.sandboxed.export.kubernetes;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.environment.VariableGlob;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.limits.Limits;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why a plan cannot become a pod, and what a person gives up if it does nevertheless. */
final class Reasons {

  static final String LIMITS = "limits";

  private static final String CODE = "export.cannot";

  /** What every version of Kubernetes takes as the name of a variable. */
  private static final Pattern VARIABLE = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");

  /** What follows from the losses of a kind, and what a person can do. */
  private static final Map<String, String> MEANINGS =
      Map.of(
          Content.FILES,
          "a pod has nothing of this machine; put it into the image",
          Content.LOGIN,
          "a login of this machine is not carried there; name a Secret by --login-secret and --variable",
          Content.MASKED,
          "nothing is masked in a volume; see that the claim or the clone has no such file",
          Content.PROTECTED,
          "a volume is writable as a whole; look at it before a program outside obeys it",
          Content.SOCKETS,
          "no program of this machine listens there",
          Content.DEVICES,
          "a device is what the cluster's device plugins give",
          LIMITS,
          "a pod has no such limit; the kubelet has podPidsLimit for tasks");

  private final SandboxPlan plan;
  private final Content content;
  private final Cluster cluster;
  private final Map<String, List<String>> accepted = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private Reasons(SandboxPlan plan, Content content, Cluster cluster) {
    this.plan = plan;
    this.content = content;
    this.cluster = cluster;
  }

  /**
   * What is lost with the person's consent, by its name.
   *
   * @throws UserFailure with everything else
   */
  static Map<String, List<String>> check(SandboxPlan plan, Content content, Cluster cluster) {
    Reasons reasons = new Reasons(plan, content, cluster);
    reasons.mounts();
    reasons.limits();
    reasons.network();
    reasons.nesting();
    reasons.environment();
    reasons.project();
    if (!reasons.problems.isEmpty()) {
      throw new UserFailure(reasons.problems);
    }
    return reasons.accepted;
  }

  /** What can be accepted. */
  static List<String> names() {
    return MEANINGS.keySet().stream().sorted().toList();
  }

  private void mounts() {
    for (String name : content.lost().keySet()) {
      if (name.equals(Content.LOGIN) && cluster.secret().isPresent()) {
        continue;
      }
      content
          .lost(name)
          .forEach(step ->
              lost(name, words(step) + " has no counterpart (" + step.origin().describe() + ")"));
    }
    plan.workplace()
        .snapshot()
        .ifPresent(snapshot ->
            refuse(
                "a snapshot of the project has no counterpart ("
                    + snapshot.origin().describe()
                    + ")",
                "leave it out: with --project-ref every pod has a clone of its own"));
  }

  private static String words(MountStep step) {
    return Quoted.of(step.path().toString(), 200) + ", " + step.describe() + ",";
  }

  private void limits() {
    Predicate<Limits.Held> unknown =
        limit -> List.of("tasks", "open_files", "file_size").contains(limit.key());
    plan.isolation().limits().held().stream()
        .filter(unknown)
        .forEach(limit ->
            lost(
                LIMITS,
                "limits."
                    + limit.key()
                    + " has no counterpart ("
                    + limit.value().origin().describe()
                    + ")"));
  }

  private void network() {
    switch (plan.network().value()) {
      case NetworkTier.Allowlist _ ->
          refuse(
              "the network allowlist has no counterpart ("
                  + plan.network().origin().describe()
                  + "), because a NetworkPolicy knows addresses and no names",
              "choose --network none, or --network internet-only, and let a proxy or a policy of your cluster's own decide"
                  + " about names");
      case NetworkTier.InternetOnly internet -> internet(internet);
      case NetworkTier.None _, NetworkTier.Full _ -> {}
    }
    if (plan.network().value() instanceof NetworkTier.None
        && cluster.project().repository().isPresent()) {
      refuse(
          "with the network none, nothing can be cloned: the policy is that of the whole pod",
          "put the project into a claim (--project-claim), or choose --network internet-only");
    }
  }

  private void internet(NetworkTier.InternetOnly internet) {
    for (Located<Endpoint> hole : internet.reach()) {
      if (hole.value().address().isLoopback()) {
        refuse(
            "the port "
                + hole.value()
                + " of this machine has no counterpart ("
                + hole.origin().describe()
                + ")",
            "leave it out, or name an address that the cluster reaches");
      }
    }
    internet
        .publish()
        .forEach(port ->
            refuse(
                "publishing "
                    + port.value()
                    + " has no counterpart ("
                    + port.origin().describe()
                    + ")",
                "leave it out; kubectl port-forward reaches a port of a pod"));
  }

  private void nesting() {
    Located<Boolean> nested = plan.isolation().nestedUserNamespaces();
    if (nested.value()) {
      refuse(
          "making user namespaces inside has no counterpart (" + nested.origin().describe() + ")",
          "leave it out");
    }
  }

  private void environment() {
    plan.environment()
        .hook()
        .ifPresent(hook ->
            refuse(
                "the hook of a dev shell has no counterpart ("
                    + hook.text().origin().describe()
                    + ")",
                "leave the dev shell out, and put its packages into the image"));
    for (Variable variable : plan.environment().variables()) {
      if (variable instanceof Variable.Set set && !VARIABLE.matcher(set.name()).matches()) {
        refuse(
            "the variable "
                + Quoted.of(set.name())
                + " cannot have that name in a pod ("
                + set.origin().describe()
                + ")",
            "leave it out");
      }
    }
    for (String name : cluster.variables()) {
      if (!VARIABLE.matcher(name).matches() || !isPassed(name)) {
        refuse(
            "no rule passes the variable " + Quoted.of(name),
            "sandboxed explain AGENT " + name + " says which rule decides");
      }
    }
  }

  private boolean isPassed(String name) {
    return plan.environment().variables().stream()
        .anyMatch(variable ->
            variable instanceof Variable.Pass pass && VariableGlob.matches(pass.glob(), name));
  }

  private void project() {
    Stream.concat(
            Stream.of(plan.project()),
            Stream.concat(content.state().stream(), content.memory().stream().map(MountStep::path)))
        .map(Path::toString)
        .filter(path -> path.contains(":") || path.codePoints().anyMatch(Character::isISOControl))
        .forEach(path ->
            refuse(
                "nothing can be mounted at " + Quoted.of(path, 200) + " in a pod",
                "give it a path without colons and control characters"));
    if (!plan.workplace().workingDirectory().startsWith(plan.project())) {
      refuse("the agent starts outside the project", "start it in the project");
    }
    if (cluster.count() > 1 && cluster.project().repository().isEmpty()) {
      refuse(
          cluster.count() + " pods would work on one claim at once",
          "add --project-ref: each clones into a directory of its own there");
    }
  }

  private void lost(String name, String what) {
    if (cluster.accepted().contains(name)) {
      accepted.computeIfAbsent(name, _ -> new ArrayList<>()).add(what);
    } else {
      refuse(
          what,
          String.format(Locale.ROOT, "%s, or leave it out: --accept %s", MEANINGS.get(name), name));
    }
  }

  private void refuse(String what, String hint) {
    problems.add(Problem.of(CODE, what, hint));
  }
}
