package dev.sandboxed.plan.text;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says whether an address, or a port of it, can be reached under a plan, and why. */
final class AddressExplanation {

  // RFC 1035.
  private static final int DNS_PORT = 53;

  private final SandboxPlan plan;
  private final IpAddress address;
  private final Optional<Integer> port;

  private AddressExplanation(SandboxPlan plan, IpAddress address, Optional<Integer> port) {
    this.plan = plan;
    this.address = address;
    this.port = port;
  }

  /** A paragraph; empty if the subject is not an address, with or without a port. */
  static Optional<String> of(SandboxPlan plan, String subject) {
    return Endpoint.parse(subject)
        .map(endpoint ->
            new AddressExplanation(plan, endpoint.address(), Optional.of(endpoint.port())))
        .or(() ->
            IpAddress.parse(subject)
                .map(address -> new AddressExplanation(plan, address, Optional.empty())))
        .map(explanation -> subject + ": " + explanation.text() + "\n");
  }

  private String text() {
    String chosen = "\n  " + plan.network().origin().describe();
    return switch (plan.network().value()) {
      case NetworkTier.Full full -> "reachable, as from the host" + chosen;
      case NetworkTier.None none -> "not reachable: there is no network" + chosen;
      case NetworkTier.InternetOnly internet -> text(internet);
    };
  }

  private String text(NetworkTier.InternetOnly internet) {
    if (internet.nameServers().contains(address) && port.equals(Optional.of(DNS_PORT))) {
      return "reachable\n  the sandbox asks it for names";
    }
    List<Located<Endpoint>> holes =
        internet.reach().stream().filter(hole -> hole.value().address().equals(address)).toList();
    Optional<Located<Endpoint>> open =
        holes.stream().filter(hole -> port.equals(Optional.of(hole.value().port()))).findFirst();
    if (open.isPresent()) {
      return "reachable\n  " + open.get().origin().describe();
    }
    String exceptPorts =
        holes.isEmpty()
            ? ""
            : ", except port "
                + holes.stream()
                    .map(hole -> Integer.toString(hole.value().port()))
                    .collect(Collectors.joining(", "));
    if (address.isLoopback()) {
      return "the sandbox's own" + exceptPorts + "\n  the sandbox has its own loopback";
    }
    return internet.blocked().stream()
        .filter(range -> range.range().contains(address))
        .findFirst()
        .map(range -> "blocked" + exceptPorts + "\n  " + range.range() + " is " + range.why())
        .orElse("reachable\n  nothing blocks it");
  }
}
