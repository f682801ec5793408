package dev.sandboxed.network;

import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.host.NetworkFacts;
import dev.sandboxed.network.NetworkTier.BlockedRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that is not the internet, seen from one machine: the ranges that never are (IANA's
 * registries of special-purpose addresses, RFC 6890), the machine itself, and the networks it is
 * in.
 */
final class BlockedRanges {

  private static final List<BlockedRange> EVERYWHERE =
      List.of(
          always("0.0.0.0/8", "this network (RFC 791)"),
          always("10.0.0.0/8", "private (RFC 1918)"),
          always("100.64.0.0/10", "shared with a provider; Tailscale (RFC 6598)"),
          always("127.0.0.0/8", "the host's loopback (RFC 1122)"),
          // Microsoft's "What is IP address 168.63.129.16?": the one address with a public number
          // at which a cloud's host answers its machines, and gives their agent its certificates.
          // The addresses of other clouds are in the other ranges, in IPv6 too (fd00:ec2::254 of
          // AWS, fd20:ce::254 of Google).
          always("168.63.129.16/32", "the host of Azure's machines (WireServer)"),
          always("169.254.0.0/16", "link-local; cloud metadata services (RFC 3927)"),
          always("172.16.0.0/12", "private; containers (RFC 1918)"),
          always("192.0.0.0/24", "protocol assignments (RFC 6890)"),
          always("192.168.0.0/16", "private (RFC 1918)"),
          always("198.18.0.0/15", "device benchmarks (RFC 2544)"),
          always("224.0.0.0/4", "multicast (RFC 5771)"),
          always("240.0.0.0/4", "reserved, and broadcast (RFC 1112)"));

  private static final List<BlockedRange> EVERYWHERE_V6 =
      List.of(
          always("::/96", "this host, and IPv4 written as IPv6 (RFC 4291)"),
          always("::ffff:0:0/96", "IPv4 written as IPv6 (RFC 4291)"),
          always("64:ff9b:1::/48", "a network's own translation to IPv4 (RFC 8215)"),
          always("100::/64", "discarded (RFC 6666)"),
          always("2001::/23", "protocol assignments, Teredo among them (RFC 2928)"),
          always("5f00::/16", "a network's own segments of routes (RFC 9602)"),
          always("fc00::/7", "private (RFC 4193)"),
          always("fe80::/10", "link-local (RFC 4291)"),
          always("fec0::/10", "formerly private (RFC 3879)"),
          always("ff00::/8", "multicast (RFC 4291)"));

  private static final IpNetwork ALL_V4 = IpNetwork.of("0.0.0.0/0");
  private static final IpNetwork ALL_V6 = IpNetwork.of("::/0");

  // A prefix of this length is one half of all addresses.
  private static final int HALF = 1;

  // RFC 6052: the last 32 bits are an IPv4 address.
  private static final IpNetwork TRANSLATED = IpNetwork.of("64:ff9b::/96");

  // RFC 3056: the 32 bits after the first 16 are an IPv4 address.
  private static final IpNetwork SIX_TO_FOUR = IpNetwork.of("2002::/16");

  private final NetworkFacts host;
  private final List<BlockedRange> ranges = new ArrayList<>();

  private BlockedRanges(NetworkFacts host) {
    this.host = host;
  }

  /**
   * The ranges, IPv4 first. A range that is part of another is left out.
   *
   * @param ipv6 whether the sandbox has IPv6; if not, all of it is blocked
   */
  static List<BlockedRange> of(NetworkFacts host, boolean ipv6) {
    BlockedRanges blocked = new BlockedRanges(host);
    blocked.ranges.addAll(EVERYWHERE);
    blocked.own();
    blocked.networks();
    if (ipv6) {
      blocked.ranges.addAll(EVERYWHERE_V6);
      blocked.ranges.addAll(blocked.asIpv6());
    } else {
      blocked.ranges.addFirst(always("::/0", "no IPv6 unless ipv6 = true"));
    }
    return blocked.widest();
  }

  private void own() {
    for (NetworkFacts.Address address : host.addresses()) {
      add(address.address().network(), "this host's own address on " + address.device());
    }
    for (NetworkFacts.Route route : host.routes()) {
      if (route.next() == NetworkFacts.Next.HERE) {
        add(route.destination(), "this host's own, by a route on " + route.device());
      }
    }
  }

  private void networks() {
    for (NetworkFacts.Address address : host.addresses()) {
      add(address.network(), "the network of " + address.device());
    }
    for (NetworkFacts.Route route : host.routes()) {
      boolean near = route.next() == NetworkFacts.Next.NEIGHBOUR;
      boolean tunnel = host.tunnels().contains(route.device());
      if (tunnel ? !isTheWayOut(route) : near) {
        add(route.destination(), "routed directly to " + route.device());
      }
    }
  }

  /**
   * Whether a tunnel's route is part of the way to the internet. With a VPN for all traffic, that
   * is the default route, or its two halves, or a list of parts that together are more than half.
   * Anything else is a network behind the tunnel.
   */
  private boolean isTheWayOut(NetworkFacts.Route route) {
    if (route.destination().length() <= HALF) {
      return true;
    }
    IpNetwork all = route.destination().base().isV4() ? ALL_V4 : ALL_V6;
    List<IpNetwork> carried =
        host.routes().stream()
            .filter(other -> other.device().equals(route.device()))
            .map(NetworkFacts.Route::destination)
            .filter(all::contains)
            .toList();
    BigInteger sum = carried.stream().map(IpNetwork::size).reduce(BigInteger.ZERO, BigInteger::add);
    return carried.stream().allMatch(part -> part.length() > HALF)
        && sum.compareTo(all.size().shiftRight(1)) > 0;
  }

  /** IPv4 ranges that are blocked are also blocked in their IPv6 spellings. */
  private List<BlockedRange> asIpv6() {
    return ranges.stream()
        .filter(blocked -> blocked.range().base().isV4())
        .flatMap(blocked ->
            Stream.of(embedded(blocked, TRANSLATED, 96), embedded(blocked, SIX_TO_FOUR, 16)))
        .toList();
  }

  private static BlockedRange embedded(BlockedRange v4, IpNetwork prefix, int from) {
    int length = from + v4.range().length();
    BigInteger value =
        prefix.base().value().or(v4.range().base().value().shiftLeft(128 - from - 32));
    return new BlockedRange(
        new IpNetwork(new IpAddress(128, value), length),
        v4.range() + " written as IPv6: " + v4.why(),
        false);
  }

  /** Adds a range, except a default route: that is the way out and not a network. */
  private void add(IpNetwork range, String why) {
    if (range.length() > 0) {
      ranges.add(new BlockedRange(range, why, true));
    }
  }

  private List<BlockedRange> widest() {
    List<BlockedRange> widest = new ArrayList<>();
    for (BlockedRange range : ranges) {
      boolean part = widest.stream().anyMatch(other -> other.range().contains(range.range()));
      if (!part) {
        widest.removeIf(other -> range.range().contains(other.range()));
        widest.add(range);
      }
    }
    widest.sort(Comparator.comparing(blocked -> blocked.range().base()));
    return List.copyOf(widest);
  }

  private static BlockedRange always(String range, String why) {
    return new BlockedRange(IpNetwork.of(range), why, false);
  }
}
