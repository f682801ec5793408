package dev.sandboxed.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.limits.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes {@code config.json}, as config.md and config-linux.md of the spec have it. */
final class OciConfiguration {

  private static final String VERSION = "1.2.0";

  private final SandboxPlan plan;
  private final Wishes wishes;
  private final OciMounts mounts;

  private OciConfiguration(SandboxPlan plan, Wishes wishes, OciMounts mounts) {
    this.plan = plan;
    this.wishes = wishes;
    this.mounts = mounts;
  }

  /**
   * The whole file.
   *
   * @param plan for the user inside
   */
  static ObjectNode of(SandboxPlan plan, SandboxPlan outside, Wishes wishes, OciMounts mounts) {
    OciConfiguration configuration = new OciConfiguration(plan, wishes, mounts);
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("ociVersion", VERSION);
    root.putObject("root").put("path", OciBundle.ROOT).put("readonly", true);
    root.put("hostname", plan.workplace().hostName());
    root.set("mounts", mounts.list());
    root.set("process", configuration.process());
    root.set("linux", configuration.linux(outside));
    OciHook.of(plan).ifPresent(hooks -> root.set("hooks", hooks));
    return root;
  }

  private ObjectNode process() {
    ObjectNode process = JsonNodeFactory.instance.objectNode();
    process.put("terminal", wishes.terminal());
    process.putObject("user").put("uid", plan.identity().uid()).put("gid", plan.identity().gid());
    process.set(
        "args",
        strings(Stream.concat(plan.command().stream(), wishes.arguments().stream()).toList()));
    process.set("env", strings(environment()));
    process.put("cwd", plan.workplace().workingDirectory().toString());
    ObjectNode capabilities = process.putObject("capabilities");
    Stream.of("bounding", "effective", "inheritable", "permitted", "ambient")
        .forEach(set -> capabilities.set(set, strings(plan.isolation().capabilities().value())));
    process.put("noNewPrivileges", true);
    ArrayNode limits = process.putArray("rlimits");
    Limits held = plan.isolation().limits();
    held.asked().openFiles().ifPresent(most -> limit(limits, "RLIMIT_NOFILE", most.value()));
    held.asked().fileSize().ifPresent(most -> limit(limits, "RLIMIT_FSIZE", most.value().bytes()));
    if (held.tasksByNamespace()) {
      held.asked().tasks().ifPresent(most -> limit(limits, "RLIMIT_NPROC", most.value()));
    }
    return process;
  }

  private static void limit(ArrayNode limits, String type, long most) {
    limits.addObject().put("type", type).put("hard", most).put("soft", most);
  }

  private List<String> environment() {
    List<String> variables = new ArrayList<>();
    for (Variable variable : plan.environment().variables()) {
      switch (variable) {
        case Variable.Set set -> variables.add(set.name() + "=" + set.value());
        case Variable.KeptOut _, Variable.Pass _ -> {}
      }
    }
    wishes.variables().forEach((name, value) -> variables.add(name + "=" + value));
    return variables;
  }

  private ObjectNode linux(SandboxPlan outside) {
    ObjectNode linux = JsonNodeFactory.instance.objectNode();
    map(linux.putArray("uidMappings"), plan.identity().uid(), outside.identity().uid());
    map(linux.putArray("gidMappings"), plan.identity().gid(), outside.identity().gid());
    ArrayNode namespaces = linux.putArray("namespaces");
    plan.isolation()
        .namespaces()
        .forEach(namespace -> namespaces.addObject().put("type", namespace.value().word()));
    namespaces.addObject().put("type", "mount");
    // A mount of the host that comes later does not appear inside.
    linux.put("rootfsPropagation", "private");
    linux.set("maskedPaths", strings(mounts.masked()));
    linux.set("readonlyPaths", strings(mounts.readOnly()));
    linux.set(
        "seccomp", OciSeccomp.of(plan.isolation().systemCalls().value(), wishes.architecture()));
    resources(linux);
    return linux;
  }

  private static void map(ArrayNode mappings, int inside, int outside) {
    mappings.addObject().put("containerID", inside).put("hostID", outside).put("size", 1);
  }

  /** What only a control group keeps. */
  private void resources(ObjectNode linux) {
    Limits limits = plan.isolation().limits();
    ObjectNode resources = JsonNodeFactory.instance.objectNode();
    limits
        .asked()
        .memory()
        .map(limit -> limit.value().bytes())
        // The second counts memory and swap together.
        .ifPresent(bytes -> resources.putObject("memory").put("limit", bytes).put("swap", bytes));
    limits
        .asked()
        .cpu()
        .ifPresent(limit ->
            resources
                .putObject("cpu")
                .put("quota", limit.value().percent() * 1000L)
                .put("period", 100_000L));
    if (!limits.tasksByNamespace()) {
      limits
          .asked()
          .tasks()
          .ifPresent(limit -> resources.putObject("pids").put("limit", limit.value().longValue()));
    }
    if (!resources.isEmpty()) {
      linux.set("resources", resources);
    }
  }

  private static ArrayNode strings(List<String> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }
}
