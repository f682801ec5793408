package dev.sandboxed.netns;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.address.Publication;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The part of the network that belongs to one protocol: its addresses, and what is let through.
 *
 * @param router the router's end of the link to the sandbox
 * @param gateway slirp4netns, as the router sees it
 * @param resolver the address where slirp4netns answers with the host's resolver
 * @param asksHost whether the sandbox uses that resolver
 * @param editors ports of the host's loopback that are let through over TCP alone
 * @param publishes the ports inside that the host can reach
 * @param publishesWidely those of them that others can reach too
 */
record Link(
    IpNetwork subnet,
    IpAddress router,
    IpAddress sandbox,
    IpAddress gateway,
    IpAddress resolver,
    boolean asksHost,
    List<IpNetwork> blocked,
    List<Endpoint> reach,
    List<Endpoint> editors,
    List<Integer> publishes,
    List<Integer> publishesWidely) {

  // libslirp: the gateway is the second address, the resolver the third. slirp4netns(1) recommends
  // the hundredth for the sandbox.
  private static final int ROUTER = 1;
  private static final int GATEWAY = 2;
  private static final int RESOLVER = 3;
  private static final int SANDBOX = 100;

  // slirp4netns(1), --enable-ipv6: always this one.
  private static final IpNetwork SUBNET_V6 = IpNetwork.of("fd00::/64");

  static Link v4(NetworkTier.InternetOnly tier) {
    return of(tier, tier.subnet(), ports(tier, _ -> true), ports(tier, host -> !host.isLoopback()));
  }

  /** The IPv6 link; empty without IPv6. */
  static Optional<Link> v6(NetworkTier.InternetOnly tier) {
    return tier.ipv6() ? Optional.of(of(tier, SUBNET_V6, List.of(), List.of())) : Optional.empty();
  }

  private static Link of(
      NetworkTier.InternetOnly tier,
      IpNetwork subnet,
      List<Integer> publishes,
      List<Integer> publishesWidely) {
    int bits = subnet.base().bits();
    IpAddress resolver = subnet.base().plus(RESOLVER);
    return new Link(
        subnet,
        subnet.base().plus(ROUTER),
        subnet.base().plus(SANDBOX),
        subnet.base().plus(GATEWAY),
        resolver,
        tier.nameServers().contains(resolver),
        tier.blocked().stream()
            .map(NetworkTier.BlockedRange::range)
            .filter(range -> range.base().bits() == bits)
            .toList(),
        holes(tier.reach(), bits),
        // What is reached anyway has its rules already, and the kernel takes none twice.
        holes(tier.editors(), bits).stream()
            .filter(hole -> !holes(tier.reach(), bits).contains(hole))
            .toList(),
        publishes,
        publishesWidely);
  }

  private static List<Endpoint> holes(List<Located<Endpoint>> named, int bits) {
    return named.stream()
        .map(Located::value)
        .filter(hole -> hole.address().bits() == bits)
        .toList();
  }

  private static List<Integer> ports(
      NetworkTier.InternetOnly tier, Predicate<IpAddress> listening) {
    return tier.publish().stream()
        .map(Located::value)
        .filter(published -> listening.test(published.host().address()))
        .map(Publication::port)
        .distinct()
        .toList();
  }

  boolean isV4() {
    return subnet.base().isV4();
  }

  /** Whether some port of the host's loopback is let through. */
  boolean leadsToTheLoopback() {
    return !reachOnLoopback().isEmpty() || !editors.isEmpty();
  }

  /** The holes that are ports of the host's loopback. */
  List<Endpoint> reachOnLoopback() {
    return reach.stream().filter(hole -> hole.address().isLoopback()).toList();
  }

  /** The holes that are ports of other hosts, or of the host's other addresses. */
  List<Endpoint> reachElsewhere() {
    return reach.stream().filter(hole -> !hole.address().isLoopback()).toList();
  }
}
