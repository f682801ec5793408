package dev.sandboxed.export.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.limits.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pod in which an agent runs. */
final class Pod {

  /** The number that a pod of an indexed Job has. */
  private static final String INDEX = "JOB_COMPLETION_INDEX";

  // Whom an export by root is for: the usual number of a machine's first person.
  private static final int PERSON = 1000;

  /**
   * Words: the repository, what is cloned of it, and the branch that is made. A pod that is started
   * again on a claim finds its clone there, and goes on with it. The variable is the Job's.
   */
  private static final String CLONE =
      """
      if git rev-parse --quiet --verify HEAD >/dev/null; then exit 0; fi
      git init --quiet .
      git remote add -- origin "$1" || git remote set-url -- origin "$1"
      git fetch --quiet -- origin "$2"
      git checkout --quiet -B "$3${JOB_COMPLETION_INDEX:+-$JOB_COMPLETION_INDEX}" FETCH_HEAD
      """;

  private final SandboxPlan plan;
  private final Content content;
  private final Cluster cluster;
  private final String name;

  Pod(SandboxPlan plan, Content content, Cluster cluster, String name) {
    this.plan = plan;
    this.content = content;
    this.cluster = cluster;
    this.name = name;
  }

  /**
   * What {@code spec} of a pod is.
   *
   * @param arguments the agent's, after those of the plan
   */
  ObjectNode spec(List<String> arguments) {
    ObjectNode spec = object();
    spec.put("automountServiceAccountToken", false);
    spec.put("enableServiceLinks", false);
    spec.put("hostUsers", false);
    cluster.runtimeClass().ifPresent(runtime -> spec.put("runtimeClassName", runtime));
    if (cluster.kind() == Cluster.Kind.JOB) {
      spec.put("restartPolicy", "Never");
    }
    limits()
        .asked()
        .runtime()
        .ifPresent(most -> spec.put("activeDeadlineSeconds", most.value().seconds()));
    resolver(spec);
    ObjectNode security = spec.putObject("securityContext");
    int person = plan.identity().uid() == 0 ? PERSON : plan.identity().uid();
    int group = plan.identity().gid() == 0 ? PERSON : plan.identity().gid();
    security.put("runAsNonRoot", true).put("runAsUser", person).put("runAsGroup", group);
    security.put("fsGroup", group);
    ObjectNode seccomp = security.putObject("seccompProfile");
    cluster
        .seccomp()
        .ifPresentOrElse(
            profile -> seccomp.put("type", "Localhost").put("localhostProfile", profile),
            () -> seccomp.put("type", "RuntimeDefault"));
    cluster
        .project()
        .repository()
        .ifPresent(clone -> clone(spec.putArray("initContainers"), clone));
    agent(spec.putArray("containers").addObject(), arguments);
    volumes(spec.putArray("volumes"));
    return spec;
  }

  private void resolver(ObjectNode spec) {
    if (plan.network().value() instanceof NetworkTier.InternetOnly internet
        && !NetworkRules.nameServers(internet).isEmpty()) {
      spec.put("dnsPolicy", "None");
      ArrayNode servers = spec.putObject("dnsConfig").putArray("nameservers");
      NetworkRules.nameServers(internet).forEach(server -> servers.add(server.toString()));
    }
  }

  private void clone(ArrayNode containers, Cluster.Repository clone) {
    ObjectNode container =
        containers.addObject().put("name", "clone").put("image", cluster.image());
    words(
        container.putArray("command"),
        List.of("sh", "-euc", CLONE, "clone", clone.url(), clone.ref(), "sandboxed/" + name));
    container.put("workingDir", plan.project().toString());
    ArrayNode environment = container.putArray("env");
    variable(environment, "HOME", "/tmp");
    variable(environment, "GIT_TERMINAL_PROMPT", "0");
    trust(environment, 0);
    confine(container);
    ArrayNode mounts = container.putArray("volumeMounts");
    project(mounts);
    content.memory().stream()
        .filter(step -> step.path().equals(Path.of("/tmp")))
        .forEach(step -> mount(mounts, memory(step), step.path()));
  }

  private void agent(ObjectNode container, List<String> arguments) {
    container.put("name", "agent").put("image", cluster.image());
    words(
        container.putArray("command"),
        Stream.concat(command().stream(), arguments.stream()).toList());
    container.put("workingDir", plan.workplace().workingDirectory().toString());
    environment(container);
    resources(container);
    confine(container);
    ArrayNode mounts = container.putArray("volumeMounts");
    content.memory().forEach(step -> mount(mounts, memory(step), step.path()));
    for (int at = 0; at < content.state().size(); at++) {
      mount(mounts, "state-" + at, content.state().get(at));
    }
    project(mounts);
  }

  /** An agent has its program's name there; where that lies is for the image to say. */
  private List<String> command() {
    List<String> words = new ArrayList<>(plan.command());
    Path program = Path.of(words.getFirst());
    if (content.image().stream().anyMatch(program::startsWith) && program.getFileName() != null) {
      words.set(0, program.getFileName().toString());
    }
    return words;
  }

  private void environment(ObjectNode container) {
    ArrayNode environment = container.putArray("env");
    int settings = 0;
    for (Variable variable : plan.environment().variables()) {
      switch (variable) {
        case Variable.Set set when set.name().equals("GIT_CONFIG_COUNT") ->
            settings = Integer.parseInt(set.value());
        case Variable.Set set -> variable(environment, set.name(), set.value());
        case Variable.KeptOut _, Variable.Pass _ -> {}
      }
    }
    trust(environment, settings);
    cluster
        .secret()
        .ifPresent(secret ->
            cluster
                .variables()
                .forEach(passed ->
                    environment
                        .addObject()
                        .put("name", passed)
                        .putObject("valueFrom")
                        .putObject("secretKeyRef")
                        .put("name", secret)
                        .put("key", passed)));
  }

  /** A volume belongs to root, and git does not obey a repository of somebody else's. */
  private void trust(ArrayNode environment, int before) {
    variable(environment, "GIT_CONFIG_COUNT", String.valueOf(before + 1));
    variable(environment, "GIT_CONFIG_KEY_" + before, "safe.directory");
    variable(environment, "GIT_CONFIG_VALUE_" + before, plan.project().toString());
  }

  private void resources(ObjectNode container) {
    ObjectNode most = object();
    limits()
        .asked()
        .memory()
        .ifPresent(limit -> most.put("memory", String.valueOf(limit.value().bytes())));
    limits().asked().cpu().ifPresent(limit -> most.put("cpu", limit.value().percent() * 10L + "m"));
    cluster.project().size().ifPresent(size -> most.put("ephemeral-storage", size));
    if (!most.isEmpty()) {
      ObjectNode resources = container.putObject("resources");
      resources.set("requests", most.deepCopy());
      resources.set("limits", most);
    }
  }

  private static void confine(ObjectNode container) {
    ObjectNode security = container.putObject("securityContext");
    security.put("allowPrivilegeEscalation", false);
    security.put("privileged", false);
    security.put("readOnlyRootFilesystem", true);
    security.putObject("capabilities").putArray("drop").add("ALL");
  }

  private void project(ArrayNode mounts) {
    ObjectNode mount = mount(mounts, "project", plan.project());
    if (cluster.project().claim().isPresent() && cluster.project().repository().isPresent()) {
      mount.put("subPathExpr", name + "-$(" + INDEX + ")");
    }
  }

  private void volumes(ArrayNode volumes) {
    for (MountStep.Tmpfs step : content.memory()) {
      ObjectNode directory =
          volumes
              .addObject()
              .put("name", memory(step))
              .putObject("emptyDir")
              .put("medium", "Memory");
      limits()
          .asked()
          .tmpSize()
          .ifPresent(size -> directory.put("sizeLimit", String.valueOf(size.value().bytes())));
    }
    for (int at = 0; at < content.state().size(); at++) {
      volumes.addObject().put("name", "state-" + at).putObject("emptyDir");
    }
    ObjectNode project = volumes.addObject().put("name", "project");
    cluster
        .project()
        .claim()
        .ifPresentOrElse(
            claim -> project.putObject("persistentVolumeClaim").put("claimName", claim),
            () -> {
              ObjectNode directory = project.putObject("emptyDir");
              cluster.project().size().ifPresent(size -> directory.put("sizeLimit", size));
            });
  }

  private String memory(MountStep.Tmpfs step) {
    return "memory-" + content.memory().indexOf(step);
  }

  private static ObjectNode mount(ArrayNode mounts, String volume, Path path) {
    return mounts.addObject().put("name", volume).put("mountPath", path.toString());
  }

  private static void variable(ArrayNode environment, String name, String value) {
    environment.addObject().put("name", name).put("value", literal(value));
  }

  private static void words(ArrayNode words, List<String> all) {
    all.forEach(word -> words.add(literal(word)));
  }

  /**
   * A text that Kubernetes changes back to what it was: in words and values it puts a variable in
   * the place of {@code $(NAME)}, and one dollar in that of two.
   */
  static String literal(String text) {
    return text.replace("$", "$$");
  }

  private Limits limits() {
    return plan.isolation().limits();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
