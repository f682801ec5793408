package dev.sandboxed.plan.text;

import dev.sandboxed.names.HostName;
import dev.sandboxed.names.HostRules;
import dev.sandboxed.network.NetworkTier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says which rule of allowlist decides about the name of a host. */
final class NameExplanation {

  // What a name without a port means: HTTPS and HTTP.
  private static final List<Integer> USUAL_PORTS = List.of(443, 80);

  private NameExplanation() {}

  /**
   * A paragraph.
   *
   * @param port as it was written; null if none was
   */
  static Explained of(
      NetworkTier.Allowlist tier,
      String subject,
      String written,
      @Nullable String port,
      String note) {
    List<Integer> ports = port == null ? USUAL_PORTS : List.of(Integer.valueOf(port));
    Optional<HostName> name = HostName.parse(written);
    if (name.isEmpty()) {
      return new Explained(
          subject, "host", "blocked", "refused", "this is no name of the internet", note);
    }
    List<Integer> open =
        ports.stream().filter(one -> tier.hosts().decide(name.get(), one).allowed()).toList();
    HostRules.Verdict verdict =
        tier.hosts().decide(name.get(), open.isEmpty() ? ports.getFirst() : open.getFirst());
    return new Explained(
        subject,
        "host",
        open.isEmpty() ? "blocked" : "reachable",
        what(ports, open),
        verdict
            .rule()
            .map(rule ->
                (verdict.allowed() ? "allow " : "deny ")
                    + rule.value()
                    + ", "
                    + rule.origin().describe())
            .or(() ->
                tier.hosts()
                    .any()
                    .filter(_ -> verdict.allowed())
                    .map(why -> "any name, " + why.describe()))
            .orElse("no rule allows it"),
        note);
  }

  private static String what(List<Integer> ports, List<Integer> open) {
    if (open.isEmpty()) {
      return "refused";
    }
    return "reachable, if its address is public"
        + (open.equals(ports)
            ? ""
            : ", at port " + open.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }
}
