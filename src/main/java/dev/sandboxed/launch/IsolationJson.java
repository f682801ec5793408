package dev.sandboxed.launch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.isolation.Namespace;
import dev.sandboxed.plan.Isolation;
import dev.sandboxed.policy.KernelPath;
import dev.sandboxed.policy.limits.Limits;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.seccomp.Rule;
import java.util.Locale;

/** Writes the part of {@code plan.json} about what the kernel holds back. */
final class IsolationJson {

  private IsolationJson() {}

  static ObjectNode of(Isolation isolation) {
    ObjectNode node = object();
    ArrayNode namespaces = node.putArray("namespaces");
    for (Located<Namespace> namespace : isolation.namespaces()) {
      namespaces.add(from(namespace.origin()).put("of", namespace.value().word()));
    }
    node.set(
        "nestedUserNamespaces",
        from(isolation.nestedUserNamespaces().origin())
            .put("allowed", isolation.nestedUserNamespaces().value()));
    ObjectNode capabilities = from(isolation.capabilities().origin());
    isolation.capabilities().value().forEach(capabilities.putArray("kept")::add);
    node.set("capabilities", capabilities);
    ObjectNode calls = from(isolation.systemCalls().origin());
    ArrayNode refused = calls.putArray("refused");
    for (Rule rule : isolation.systemCalls().value()) {
      refused
          .addObject()
          .put("call", rule.call().name())
          .put("when", rule.describeConditions())
          .put("answer", rule.verdict().name())
          .put("why", rule.why());
    }
    node.set("systemCalls", calls);
    ArrayNode limits = node.putArray("limits");
    for (Limits.Held limit : isolation.limits().held()) {
      limits.add(
          from(limit.value().origin())
              .put("limit", limit.key())
              .put("value", limit.value().value().toString())
              .put("by", limit.keeper().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }
    ArrayNode paths = node.putArray("kernelPaths");
    isolation
        .kernelPaths()
        .forEach(path ->
            paths.add(
                from(path.origin()).put("as", kind(path)).put("path", path.path().toString())));
    return node;
  }

  private static String kind(KernelPath path) {
    return switch (path) {
      case KernelPath.HiddenFile _ -> "hidden-file";
      case KernelPath.HiddenDirectory _ -> "hidden-directory";
      case KernelPath.ReadOnly _ -> "read-only";
      case KernelPath.FixedDevice _ -> "fixed-device";
    };
  }

  private static ObjectNode from(Origin origin) {
    return object().put("origin", origin.describe());
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
