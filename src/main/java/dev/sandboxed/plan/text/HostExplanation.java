package dev.sandboxed.plan.text;

import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.SandboxPlan;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what a plan does with the name of a host. No rule is about names, so it says what counts.
 */
final class HostExplanation {

  // At least two labels, and the last is no number.
  private static final Pattern HOST =
      Pattern.compile(
          "(?<name>(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?[.])+[A-Za-z][A-Za-z0-9-]*)(?::[0-9]{1,5})?");

  private HostExplanation() {}

  /** A paragraph; empty if the subject could not be a host's name, with or without a port. */
  static Optional<String> of(SandboxPlan plan, String subject) {
    Matcher host = HOST.matcher(subject);
    return host.matches()
        ? Optional.of(
            "%s: %s\n  %s\n  (taken for a host, because there is no such file; a file is ./%s)\n"
                .formatted(
                    subject,
                    what(plan.network().value(), host.group("name")),
                    plan.network().origin().describe(),
                    subject))
        : Optional.empty();
  }

  private static String what(NetworkTier tier, String name) {
    return switch (tier) {
      case NetworkTier.Full _ -> "reachable, as from the host";
      case NetworkTier.None _ -> "not reachable: there is no network";
      case NetworkTier.InternetOnly _ ->
          "reachable, if its address is public; explain that: getent ahosts " + name;
    };
  }
}
