package dev.sandboxed.plan.text;

import dev.sandboxed.isolation.Namespace;
import dev.sandboxed.plan.Isolation;
import dev.sandboxed.policy.KernelPath;
import dev.sandboxed.policy.limits.Limits;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Printable;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** What the kernel is told to refuse, in words. */
final class IsolationText {

  private IsolationText() {}

  /** Every setting and every covered path, each with its reason. */
  static String of(Isolation isolation) {
    StringBuilder text = new StringBuilder("\nkernel\n");
    for (Located<Namespace> namespace : isolation.namespaces()) {
      row(text, "own namespace: " + namespace.value().word(), namespace.origin());
    }
    row(
        text,
        "user namespaces made inside: "
            + (isolation.nestedUserNamespaces().value() ? "allowed" : "refused"),
        isolation.nestedUserNamespaces().origin());
    row(
        text,
        "capabilities: "
            + (isolation.capabilities().value().isEmpty()
                ? "none"
                : String.join(", ", isolation.capabilities().value())),
        isolation.capabilities().origin());
    row(
        text,
        "system calls: "
            + isolation.systemCalls().value().size()
            + " refused, which --dry-run=json lists",
        isolation.systemCalls().origin());
    for (Limits.Held limit : isolation.limits().held()) {
      row(
          text,
          "%s: at most %s, by %s"
              .formatted(limit.key(), limit.value().value(), limit.keeper().words()),
          limit.value().origin());
    }
    for (KernelPath path : isolation.kernelPaths()) {
      text.append("  ").append(Printable.line(path.path().toString())).append('\n');
      text.append("      ").append(path.describe()).append(because(path.origin())).append('\n');
    }
    return text.toString();
  }

  /** The covered path that decides about a path, if it is one of those or in one. */
  static Optional<KernelPath> deciding(Isolation isolation, Path path) {
    return isolation.kernelPaths().stream()
        .filter(covered -> path.startsWith(covered.path()))
        .max(Comparator.comparingInt(covered -> covered.path().getNameCount()));
  }

  private static void row(StringBuilder text, String what, Origin origin) {
    text.append("  ").append(what).append(because(origin)).append('\n');
  }

  private static String because(Origin origin) {
    return "  (" + Printable.line(origin.describe()) + ")";
  }
}
