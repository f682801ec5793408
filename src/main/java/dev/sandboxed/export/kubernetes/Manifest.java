package dev.sandboxed.export.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.UserFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A plan as objects of Kubernetes, in YAML. They go into whatever namespace a person applies them
 * to. Comments say of each promise who keeps it.
 */
public final class Manifest {

  /** Whoever selects pods by it gets all of one export. */
  private static final String LABEL = "app.kubernetes.io/name";

  /**
   * The longest name: a pod of an indexed Job is called after it, its number and five letters, all
   * within the 63 of a label (RFC 1123).
   */
  public static final int LONGEST_NAME = 45;

  private final SandboxPlan plan;
  private final Content content;
  private final Cluster cluster;
  private final String name;
  private final Comments comments;
  private final StringBuilder text = new StringBuilder();

  private Manifest(
      SandboxPlan plan, Content content, Cluster cluster, Map<String, List<String>> lost) {
    this.plan = plan;
    this.content = content;
    this.cluster = cluster;
    name = cluster.name().orElseGet(() -> name(plan.workplace().agent()));
    comments = new Comments(plan, cluster, lost);
  }

  /**
   * The text of all objects.
   *
   * @param arguments the agent's, after those of the plan
   * @throws UserFailure with everything in the plan that has no counterpart, and is not accepted
   */
  public static String of(SandboxPlan plan, Cluster cluster, List<String> arguments) {
    Content content = Content.of(plan);
    Map<String, List<String>> lost = Reasons.check(plan, content, cluster);
    Manifest manifest = new Manifest(plan, content, cluster, lost);
    manifest.write(arguments);
    return manifest.text.toString();
  }

  /** The losses that a person can accept. */
  public static List<String> losses() {
    return Reasons.names();
  }

  /** A name of RFC 1123 for an agent's. */
  static String name(String agent) {
    String plain =
        agent.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    String whole = plain.isEmpty() ? "sandboxed" : "sandboxed-" + plain;
    return whole.substring(0, Math.min(whole.length(), LONGEST_NAME)).replaceAll("-+$", "");
  }

  private void write(List<String> arguments) {
    ObjectNode pod = new Pod(plan, content, cluster, name).spec(arguments);
    switch (cluster.kind()) {
      case JOB -> {
        policy();
        job(pod);
      }
      case SANDBOX -> sandbox(pod);
    }
  }

  private void add(ObjectNode object, Map<String, List<String>> said) {
    Map<String, List<String>> all = new LinkedHashMap<>(said);
    if (text.isEmpty()) {
      List<String> first = new ArrayList<>(comments.head());
      first.addAll(said.getOrDefault("", List.of()));
      all.put("", first);
    }
    text.append(Yaml.document(object, all));
  }

  private void policy() {
    ObjectNode policy = object("networking.k8s.io/v1", "NetworkPolicy", name);
    ObjectNode spec = policy.putObject("spec");
    spec.putObject("podSelector").putObject("matchLabels").put(LABEL, name);
    var types = spec.putArray("policyTypes").add("Ingress");
    spec.putArray("ingress");
    switch (plan.network().value()) {
      case NetworkTier.InternetOnly internet -> {
        types.add("Egress");
        spec.set("egress", NetworkRules.egress(internet));
      }
      case NetworkTier.Full _ -> {}
      case NetworkTier.None _, NetworkTier.Allowlist _ -> {
        types.add("Egress");
        spec.putArray("egress");
      }
    }
    add(policy, comments.policy());
  }

  private void job(ObjectNode pod) {
    ObjectNode job = object("batch/v1", "Job", name);
    ObjectNode spec = job.putObject("spec");
    spec.put("completionMode", "Indexed").put("completions", cluster.count());
    spec.put("parallelism", cluster.count());
    spec.put("backoffLimitPerIndex", 0);
    spec.put("backoffLimit", Integer.MAX_VALUE);
    ObjectNode rule =
        spec.putObject("podFailurePolicy").putArray("rules").addObject().put("action", "Ignore");
    rule.putArray("onPodConditions")
        .addObject()
        .put("type", "DisruptionTarget")
        .put("status", "True");
    ObjectNode template = spec.putObject("template");
    template.putObject("metadata").putObject("labels").put(LABEL, name);
    template.set("spec", pod);
    add(job, comments.job("/spec/template/spec"));
  }

  private void sandbox(ObjectNode pod) {
    ObjectNode template = object("extensions.agents.x-k8s.io/v1beta1", "SandboxTemplate", name);
    ObjectNode spec = template.putObject("spec");
    spec.put("envVarsInjectionPolicy", "Disallowed");
    spec.put("volumeClaimTemplatesPolicy", "Disallowed");
    spec.put("networkPolicyManagement", "Managed");
    ObjectNode policy = spec.putObject("networkPolicy");
    policy.putArray("ingress");
    switch (plan.network().value()) {
      case NetworkTier.InternetOnly internet -> policy.set("egress", NetworkRules.egress(internet));
      // A rule without anything matches everything.
      case NetworkTier.Full _ -> policy.putArray("egress").addObject();
      case NetworkTier.None _, NetworkTier.Allowlist _ -> policy.putArray("egress");
    }
    ObjectNode made = spec.putObject("podTemplate");
    made.putObject("metadata").putObject("labels").put(LABEL, name);
    made.set("spec", pod);
    add(template, comments.sandbox("/spec/podTemplate/spec"));
  }

  private ObjectNode object(String version, String kind, String called) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", version).put("kind", kind);
    object.putObject("metadata").put("name", called).putObject("labels").put(LABEL, name);
    return object;
  }
}
