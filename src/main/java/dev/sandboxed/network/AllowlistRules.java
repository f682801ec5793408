package dev.sandboxed.network;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.host.HostEnvironment;
import dev.sandboxed.host.NetworkFacts;
import dev.sandboxed.names.AnyHost;
import dev.sandboxed.names.Credentials;
import dev.sandboxed.names.HostPattern;
import dev.sandboxed.names.HostRules;
import dev.sandboxed.names.HostWord;
import dev.sandboxed.names.PublicSuffixes;
import dev.sandboxed.problem.Findings;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.NetworkRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides the network of allowlist on one machine. */
public final class AllowlistRules {

  // RFC 2544: for measuring devices, so no host of the internet is there. A profile may have put
  // the sandbox's own network into either half.
  private static final List<IpNetwork> STAND_INS =
      List.of(IpNetwork.of("198.19.0.0/16"), IpNetwork.of("198.18.0.0/16"));

  private AllowlistRules() {}

  /**
   * The network.
   *
   * @param request what is asked for, without groups
   * @param environment the person's
   * @param passed the names of the variables that rules pass
   * @throws UserFailure with everything that cannot be granted
   */
  public static NetworkTier.Allowlist decide(
      NetworkRequest request, NetworkFacts host, HostEnvironment environment, List<String> passed) {
    Findings findings = new Findings();
    Optional<NetworkTier.InternetOnly> around =
        findings.of(() -> InternetOnlyRules.decide(overIpv4(request), host));
    List<Located<HostPattern>> allow = patterns(request.allow());
    findings.run(() -> refuseWide(allow));
    findings.run(() -> refuseIpv6(request.reach()));
    Optional<Credentials> credentials =
        findings.of(() -> CredentialLayers.decide(request, host, environment, passed));
    findings.check();
    NetworkTier.InternetOnly network = around.orElseThrow();
    IpNetwork standIns =
        STAND_INS.stream()
            .filter(range -> isFree(range, network))
            .findFirst()
            .orElseThrow(() ->
                new UserFailure(
                    Problem.of(
                        "network.no-stand-ins",
                        "names need addresses inside, and a port that reach opens is in each range for that, "
                            + STAND_INS,
                        "leave such a range to names")));
    return new NetworkTier.Allowlist(
        network,
        new HostRules(allow, patterns(request.deny()), any(request.allow())),
        standIns,
        credentials.orElseThrow());
  }

  private static boolean isOfIpv4(Located<Endpoint> hole) {
    return hole.value().address().isV4();
  }

  private static void refuseIpv6(List<Located<Endpoint>> reach) {
    List<Problem> problems =
        reach.stream().filter(hole -> !isOfIpv4(hole)).map(AllowlistRules::noIpv6Inside).toList();
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }

  private static Problem noIpv6Inside(Located<Endpoint> hole) {
    Origin origin = hole.origin();
    String where = origin instanceof Origin.Line ? "" : " (" + origin.describe() + ")";
    return new Problem(
        "network.no-ipv6",
        hole.value().address()
            + " is an IPv6 address, and inside allowlist there is only IPv4"
            + where,
        origin.where(),
        "write its IPv4 address; ipv6 = true is about the hosts that allow names");
  }

  /** Without what is refused for its protocol. */
  private static NetworkRequest overIpv4(NetworkRequest request) {
    return new NetworkRequest(
        request.tier(),
        request.reach().stream().filter(AllowlistRules::isOfIpv4).toList(),
        request.publish(),
        request.dns(),
        request.subnet(),
        request.mtu(),
        request.ipv6(),
        request.allow(),
        request.deny(),
        request.editors(),
        request.credentials());
  }

  private static boolean isFree(IpNetwork range, NetworkTier.InternetOnly network) {
    return !range.overlaps(network.subnet())
        && network.reach().stream().noneMatch(hole -> range.contains(hole.value().address()));
  }

  private static List<Located<HostPattern>> patterns(List<Located<HostWord>> words) {
    return words.stream()
        .flatMap(word ->
            word.value() instanceof HostPattern pattern
                ? Stream.of(new Located<>(pattern, word.origin()))
                : Stream.empty())
        .toList();
  }

  private static Optional<Origin> any(List<Located<HostWord>> words) {
    return words.stream()
        .filter(word -> word.value() instanceof AnyHost)
        .map(Located::origin)
        .findFirst();
  }

  private static void refuseWide(List<Located<HostPattern>> allow) {
    List<Located<HostPattern>> wide = allow.stream().filter(rule -> rule.value().below()).toList();
    if (wide.isEmpty()) {
      return;
    }
    PublicSuffixes suffixes = PublicSuffixes.known();
    List<Problem> problems = new ArrayList<>();
    wide.forEach(rule ->
        suffixes
            .within(rule.value().name())
            .ifPresent(suffix -> problems.add(tooWide(rule, suffix))));
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }

  private static Problem tooWide(Located<HostPattern> rule, String suffix) {
    Origin origin = rule.origin();
    String where = origin instanceof Origin.Line ? "" : " (" + origin.describe() + ")";
    return new Problem(
        "network.wildcard-too-wide",
        rule.value() + " allows whatever anybody registers below " + suffix + where,
        origin.where(),
        "name the hosts, or a domain that belongs to whom you trust");
  }
}
