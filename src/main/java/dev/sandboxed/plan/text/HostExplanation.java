package dev.sandboxed.plan.text;

import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.SandboxPlan;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what a plan does with the name of a host. Only in allowlist are rules about names; elsewhere
 * it says what counts.
 */
final class HostExplanation {

  // At least two labels, and the last is no number.
  private static final Pattern HOST =
      Pattern.compile(
          "(?<name>(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?[.])+[A-Za-z][A-Za-z0-9-]*)(?::(?<port>[0-9]{1,5}))?");

  // No host ends like this, unlike .md, .rs, .sh and .py.
  private static final Pattern FILE =
      Pattern.compile(
          "[.](?:c|cfg|conf|cpp|css|csv|h|hpp|html|ini|java|jar|js|json|jsonc|jsx|key|kt|lock|log|pem|sql|toml|ts|tsx|txt|xml|yaml|yml)$");

  private HostExplanation() {}

  /** Empty if the subject could not be a host's name, with or without a port. */
  static Optional<Explained> of(SandboxPlan plan, String subject) {
    Matcher host = HOST.matcher(subject);
    if (!host.matches() || FILE.matcher(subject).find()) {
      return Optional.empty();
    }
    String note =
        subject.contains(":")
            ? ""
            : "(taken for a host, because there is no such file; a file is ./%s)"
                .formatted(subject);
    NetworkTier tier = plan.network().value();
    if (tier instanceof NetworkTier.Allowlist allowlist) {
      return Optional.of(
          NameExplanation.of(allowlist, subject, host.group("name"), host.group("port"), note));
    }
    return Optional.of(
        new Explained(
            subject,
            "host",
            answer(tier),
            what(tier, host.group("name")),
            plan.network().origin().describe(),
            note));
  }

  private static String answer(NetworkTier tier) {
    return switch (tier) {
      case NetworkTier.Full _ -> "reachable";
      case NetworkTier.None _ -> "blocked";
      case NetworkTier.InternetOnly _, NetworkTier.Allowlist _ -> "perhaps";
    };
  }

  private static String what(NetworkTier tier, String name) {
    return switch (tier) {
      case NetworkTier.Full _ -> "reachable, as from the host";
      case NetworkTier.None _ -> "not reachable: there is no network";
      case NetworkTier.InternetOnly _, NetworkTier.Allowlist _ ->
          "reachable, if its address is public; explain that: getent ahosts " + name;
    };
  }
}
