package dev.sandboxed.plan.text;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
  static Optional<Explained> of(SandboxPlan plan, String subject) {
    return Endpoint.parse(subject)
        .map(endpoint ->
            new AddressExplanation(plan, endpoint.address(), Optional.of(endpoint.port())))
        .or(() ->
            IpAddress.parse(subject)
                .map(address -> new AddressExplanation(plan, address, Optional.empty())))
        .map(explanation -> explanation.explained(subject));
  }

  private Explained explained(String subject) {
    String chosen = plan.network().origin().describe();
    Answer answer =
        switch (plan.network().value()) {
          case NetworkTier.Full _ -> new Answer("reachable", "reachable, as from the host", chosen);
          case NetworkTier.None _ ->
              new Answer("blocked", "not reachable: there is no network", chosen);
          case NetworkTier.InternetOnly internet -> answer(internet);
          case NetworkTier.Allowlist allowlist -> answer(allowlist);
        };
    return new Explained(subject, "address", answer.word(), answer.what(), answer.why());
  }

  private record Answer(String word, String what, String why) {}

  /** No address is open by itself, except those that {@code reach} and editors open. */
  private Answer answer(NetworkTier.Allowlist allowlist) {
    if (allowlist.nameServer().equals(address) && port.equals(Optional.of(DNS_PORT))) {
      return new Answer("reachable", "reachable", "the sandbox asks it for names");
    }
    Answer opened = opened(allowlist.around());
    return opened.word().equals("reachable") && nothingOpens(allowlist.around())
        ? new Answer(
            "blocked",
            "not reachable by its address",
            plan.network().origin().describe() + ": connections are allowed by name")
        : opened;
  }

  private boolean nothingOpens(NetworkTier.InternetOnly internet) {
    return Stream.concat(internet.reach().stream(), internet.editors().stream())
        .map(hole -> hole.value())
        .noneMatch(hole -> hole.address().equals(address) && port.equals(Optional.of(hole.port())));
  }

  private Answer answer(NetworkTier.InternetOnly internet) {
    return internet.nameServers().contains(address) && port.equals(Optional.of(DNS_PORT))
        ? new Answer("reachable", "reachable", "the sandbox asks it for names")
        : opened(internet);
  }

  private Answer opened(NetworkTier.InternetOnly internet) {
    List<Located<Endpoint>> holes =
        Stream.concat(internet.reach().stream(), internet.editors().stream())
            .filter(hole -> hole.value().address().equals(address))
            .toList();
    Optional<Located<Endpoint>> open =
        holes.stream().filter(hole -> port.equals(Optional.of(hole.value().port()))).findFirst();
    if (open.isPresent()) {
      return new Answer("reachable", "reachable", open.get().origin().describe());
    }
    String exceptPorts =
        holes.isEmpty()
            ? ""
            : ", except port "
                + holes.stream()
                    .map(hole -> Integer.toString(hole.value().port()))
                    .collect(Collectors.joining(", "));
    if (address.isLoopback()) {
      return new Answer(
          "own", "the sandbox's own" + exceptPorts, "the sandbox has its own loopback");
    }
    return internet.blocked().stream()
        .filter(range -> range.range().contains(address))
        .findFirst()
        .map(range ->
            new Answer("blocked", "blocked" + exceptPorts, range.range() + " is " + range.why()))
        .orElse(new Answer("reachable", "reachable", "nothing blocks it"));
  }
}
