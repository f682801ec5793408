package dev.sandboxed.network;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.address.Publication;
import dev.sandboxed.host.NetworkFacts;
import dev.sandboxed.network.NetworkTier.BlockedRange;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remedy;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.NetworkRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Decides the network of internet-only on one machine. */
public final class InternetOnlyRules {

  // slirp4netns(1): its default, which people know.
  private static final IpNetwork USUAL_SUBNET = IpNetwork.of("10.0.2.0/24");

  // slirp4netns(1), --enable-ipv6.
  private static final IpNetwork SUBNET_V6 = IpNetwork.of("fd00::/64");

  // Never stalls. 65520 was measured to be no faster through a router, and was seen to stall.
  private static final int USUAL_MTU = 1500;

  private static final IpNetwork MULTICAST = IpNetwork.of("224.0.0.0/4");
  private static final IpNetwork MULTICAST_V6 = IpNetwork.of("ff00::/8");

  // RFC 1035.
  private static final int DNS_PORT = 53;

  // libslirp: the third address answers questions with the host's resolver.
  private static final int HOST_RESOLVER = 3;

  private final NetworkRequest request;
  private final NetworkFacts host;
  private final List<Problem> problems = new ArrayList<>();

  private InternetOnlyRules(NetworkRequest request, NetworkFacts host) {
    this.request = request;
    this.host = host;
  }

  /**
   * The network.
   *
   * @throws UserFailure with every request that cannot be met
   */
  public static NetworkTier.InternetOnly decide(NetworkRequest request, NetworkFacts host) {
    InternetOnlyRules rules = new InternetOnlyRules(request, host);
    NetworkTier.InternetOnly tier = rules.tier();
    if (!rules.problems.isEmpty()) {
      throw new UserFailure(rules.problems);
    }
    return tier;
  }

  private NetworkTier.InternetOnly tier() {
    boolean ipv6 = request.ipv6().map(Located::value).orElse(false);
    List<BlockedRange> blocked = BlockedRanges.of(host, ipv6);
    request.reach().forEach(hole -> check(hole, ipv6));
    request.dns().forEach(server -> check(asHole(server), ipv6));
    request.publish().forEach(this::check);
    IpNetwork subnet = subnet();
    List<IpAddress> nameServers =
        request.dns().isEmpty()
            ? List.of(subnet.base().plus(HOST_RESOLVER))
            : request.dns().stream().map(Located::value).toList();
    return new NetworkTier.InternetOnly(
        blocked,
        holes(blocked),
        publications(),
        nameServers,
        subnet,
        request.mtu().map(Located::value).orElse(USUAL_MTU),
        ipv6,
        request.editors());
  }

  /** The endpoints that are named, and name servers that would be blocked. */
  private List<Located<Endpoint>> holes(List<BlockedRange> blocked) {
    Map<Endpoint, Located<Endpoint>> holes = new LinkedHashMap<>();
    Stream<Located<Endpoint>> servers =
        request.dns().stream()
            .filter(server ->
                blocked.stream().anyMatch(range -> range.range().contains(server.value())))
            .map(InternetOnlyRules::asHole);
    Stream.concat(request.reach().stream(), servers)
        .forEach(hole -> holes.putIfAbsent(hole.value(), hole));
    return List.copyOf(holes.values());
  }

  private static Located<Endpoint> asHole(Located<IpAddress> server) {
    return new Located<>(new Endpoint(server.value(), DNS_PORT), server.origin());
  }

  private List<Located<Publication>> publications() {
    Map<Endpoint, Located<Publication>> publications = new LinkedHashMap<>();
    for (Located<Publication> wished : request.publish()) {
      Located<Publication> earlier = publications.putIfAbsent(wished.value().host(), wished);
      if (earlier != null && !earlier.value().equals(wished.value())) {
        complain(
            "network.published-twice",
            wished.value().host()
                + " cannot lead to port "
                + wished.value().port()
                + ", because it already leads to port "
                + earlier.value().port()
                + " ("
                + earlier.origin().describe()
                + ")",
            wished.origin(),
            "publish one of them at another port of the host");
      }
    }
    return List.copyOf(publications.values());
  }

  private void check(Located<Endpoint> hole, boolean ipv6) {
    IpAddress address = hole.value().address();
    if (address.isUnspecified() || MULTICAST.contains(address) || MULTICAST_V6.contains(address)) {
      complain(
          "network.no-host",
          hole.value() + " is not a single host",
          hole.origin(),
          "name the host's own address; 127.0.0.1 is this host's loopback");
    } else if (!address.isV4() && address.isLoopback()) {
      complain(
          "network.loopback-v6",
          "the host's loopback cannot be reached over IPv6",
          hole.origin(),
          "write 127.0.0.1");
    } else if (SUBNET_V6.contains(address)) {
      complain(
          "network.in-own-subnet",
          address + " is in the sandbox's own IPv6 network, " + SUBNET_V6,
          hole.origin(),
          "use another address of that host");
    } else {
      checkFamily(address, ipv6, hole.origin());
    }
  }

  private void check(Located<Publication> published) {
    // Both are on loopback, and inside there is only one loopback.
    Stream.concat(request.reach().stream(), request.editors().stream())
        .filter(hole -> hole.value().address().isV4() && hole.value().address().isLoopback())
        .filter(hole -> hole.value().port() == published.value().port())
        .findFirst()
        .ifPresent(hole ->
            complain(
                "network.reached-and-published",
                "port "
                    + published.value().port()
                    + " of the loopback inside cannot be published, because it leads to the host's ("
                    + hole.origin().describe()
                    + ")",
                published.origin(),
                "have the server inside listen on another port"));
    if (!published.value().host().address().isLoopback() && host.tools().nft().isEmpty()) {
      complain(
          "network.missing-program",
          "publishing on "
              + published.value().host().address()
              + " needs nft, which is not on PATH: without it the agent could open connections to"
              + " the clients",
          published.origin(),
          Remedy.install("nftables") + ", or publish on 127.0.0.1");
    }
  }

  private void checkFamily(IpAddress address, boolean ipv6, Origin origin) {
    if (!address.isV4() && !ipv6) {
      complain(
          "network.no-ipv6",
          address + " is an IPv6 address, and the sandbox has no IPv6",
          origin,
          "write its IPv4 address, or set ipv6 = true");
    }
  }

  private IpNetwork subnet() {
    if (request.subnet().isPresent()) {
      Located<IpNetwork> chosen = request.subnet().orElseThrow();
      if (collides(chosen.value())) {
        complain(
            "network.subnet-in-use",
            "the sandbox's network cannot be "
                + chosen.value()
                + ": this machine has a route in it, or the profile an address",
            chosen.origin(),
            "choose another, or leave it out and sandboxed chooses one");
      }
      return chosen.value();
    }
    return Stream.of(Stream.of(USUAL_SUBNET), others())
        .flatMap(subnets -> subnets)
        .filter(subnet -> !collides(subnet))
        .findFirst()
        .orElseThrow(() ->
            new UserFailure(
                Problem.of(
                    "network.no-subnet",
                    "this machine has a route to every private network that the sandbox could use",
                    "set [network] subnet to a network that is not used here, for example 198.18.2.0/24")));
  }

  private static Stream<IpNetwork> others() {
    return Stream.of(
            IntStream.rangeClosed(0, 255).mapToObj(n -> "10." + n + ".2.0/24"),
            IntStream.rangeClosed(16, 31).mapToObj(n -> "172." + n + ".2.0/24"),
            IntStream.rangeClosed(0, 255).mapToObj(n -> "192.168." + n + ".0/24"))
        .flatMap(texts -> texts)
        .map(IpNetwork::of);
  }

  private boolean collides(IpNetwork subnet) {
    Stream<IpNetwork> real =
        Stream.of(
                host.addresses().stream().map(NetworkFacts.Address::network),
                host.routes().stream().map(NetworkFacts.Route::destination),
                request.reach().stream().map(hole -> hole.value().address().network()),
                request.dns().stream().map(server -> server.value().network()))
            .flatMap(networks -> networks);
    // A prefix shorter than that of any private range is the way out, or a part of it.
    return real.anyMatch(network -> network.length() >= 8 && network.overlaps(subnet));
  }

  private void complain(String code, String message, Origin origin, String hint) {
    String where = origin instanceof Origin.Line ? "" : " (" + origin.describe() + ")";
    problems.add(new Problem(code, message + where, origin.where(), hint));
  }
}
