package dev.sandboxed.denials.tried;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.observed.KeptPlan;
import java.util.Optional;
import java.util.Set;

/** Judges what programs connected to. */
final class AddressJudge {

  private static final Set<String> NO_WAY =
      Set.of("ENETUNREACH", "EHOSTUNREACH", "EACCES", "EPERM", "ENETDOWN");

  private final KeptPlan plan;

  AddressJudge(KeptPlan plan) {
    this.plan = plan;
  }

  /** What is said of a connection to an address and port, or to an abstract socket. */
  Judgement judge(String what, String error) {
    if (what.startsWith("@")) {
      return plan.tier().equals("full")
          ? Judgement.granted()
          : Judgement.of(
                  Outcome.ADDRESS,
                  "if a program of this machine listens there, the sandbox's network has none of its sockets",
                  plan.tierOrigin())
              .perhaps(true);
    }
    Optional<Endpoint> endpoint = Endpoint.parse(what);
    if (endpoint.isEmpty() || plan.tier().equals("full")) {
      return Judgement.granted();
    }
    if (endpoint.get().address().isLoopback() || endpoint.get().address().isUnspecified()) {
      return error.equals("ECONNREFUSED") ? loopback(endpoint.get()) : Judgement.granted();
    }
    return switch (plan.tier()) {
      case "none" -> none(error);
      case "internet-only" -> internet(endpoint.get(), error);
      default -> names(error);
    };
  }

  private Judgement loopback(Endpoint endpoint) {
    return Judgement.of(
            Outcome.ADDRESS,
            "nothing inside listens there, and the sandbox has a loopback of its own",
            plan.tierOrigin())
        .perhaps(true)
        .granting(plan.tier().equals("none") ? Optional.empty() : reach(endpoint));
  }

  private static Optional<Judgement.Grant> reach(Endpoint endpoint) {
    return Optional.of(
        new Judgement.Grant(
            "[network] reach = [\"" + endpoint + "\"]",
            Optional.of("--reach " + endpoint),
            "then everything inside can use "
                + endpoint
                + ", which only your own machine and networks should"));
  }

  private Judgement none(String error) {
    if (!NO_WAY.contains(error)) {
      return Judgement.granted();
    }
    return Judgement.of(Outcome.ADDRESS, "the sandbox has no network", plan.tierOrigin())
        .granting(
            Optional.of(
                new Judgement.Grant(
                    "[network] tier = \"internet-only\"",
                    Optional.of("--network internet-only"),
                    "then the agent can send whatever it can read to anywhere in the internet")));
  }

  private Judgement internet(Endpoint endpoint, String error) {
    if (plan.reach().contains(endpoint.toString())) {
      return Judgement.granted();
    }
    Optional<KeptPlan.Blocked> blocked =
        plan.blocked().stream()
            .filter(one ->
                IpNetwork.parse(one.range())
                    .filter(range -> range.contains(endpoint.address()))
                    .isPresent())
            .findFirst();
    if (blocked.isPresent()) {
      return Judgement.of(
              Outcome.ADDRESS,
              "it is in " + blocked.get().range() + ": " + blocked.get().why(),
              plan.tierOrigin())
          .granting(reach(endpoint));
    }
    return !endpoint.address().isV4() && !plan.ipv6() && NO_WAY.contains(error)
        ? Judgement.of(Outcome.ADDRESS, "the sandbox has no IPv6", plan.tierOrigin())
            .noise(Noise.NO_IPV6)
        : Judgement.granted();
  }

  private Judgement names(String error) {
    return NO_WAY.contains(error)
        ? Judgement.of(
            Outcome.ADDRESS,
            "this tier goes by names of hosts, not by addresses",
            plan.tierOrigin())
        : Judgement.granted();
  }
}
