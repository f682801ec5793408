package dev.sandboxed.netns;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The network namespace of the router. It forwards packets from the sandbox to slirp4netns, by
 * routes and rules that no process of the agent can touch.
 */
final class RouterSide {

  // RFC 1035.
  private static final int DNS_PORT = 53;

  /** The address inside where published ports are. */
  static final IpAddress LOOPBACK = IpAddress.of("127.0.0.1");

  private RouterSide() {}

  /** Its devices, which both protocols share. */
  static String devices(int mtu, boolean ipv6) {
    IpBatch ip = new IpBatch();
    ip.add("link set " + IpBatch.OUTSIDE + IpBatch.up(ipv6));
    ip.add("link set " + IpBatch.UPLINK + " mtu " + mtu + IpBatch.up(ipv6));
    return ip.toString();
  }

  /** Its addresses, routes and rules. */
  static String routes(Link link) {
    IpBatch ip = new IpBatch();
    neighbours(ip, link);
    String way = " via " + link.gateway() + " dev " + IpBatch.UPLINK;
    ip.add("route add default" + way);
    blocked(link).forEach(range -> ip.add("route add unreachable " + range));
    ip.add("route add default" + way + " table " + IpBatch.LET_THROUGH);
    link.reachElsewhere().forEach(ip::hole);
    if (link.asksHost()) {
      ip.hole(new Endpoint(link.resolver(), DNS_PORT));
    }
    link.publishes().forEach(port -> ip.answers(port, answered(link, port)));
    closed(ip, link, link.gateway());
    closed(ip, link, link.resolver());
    published(ip, link);
    return ip.toString();
  }

  /**
   * Adds both ends of its links, and the sandbox, which slirp4netns looks for on the wrong side.
   */
  private static void neighbours(IpBatch ip, Link link) {
    ip.add("addr add " + link.router() + " dev " + IpBatch.OUTSIDE + SandboxSide.noDetection(link));
    if (link.isV4()) {
      ip.add("route add " + link.gateway() + " dev " + IpBatch.UPLINK);
      ip.add("neigh add proxy " + link.sandbox() + " dev " + IpBatch.UPLINK);
      // Answer at once: the kernel would wait up to 0.8 seconds for the host itself to answer
      // first.
      ip.add("ntable change name arp_cache dev " + IpBatch.UPLINK + " proxy_delay 0");
    } else {
      ip.add("addr del " + link.sandbox() + " dev " + IpBatch.UPLINK);
    }
    ip.add("route add " + link.sandbox() + " dev " + IpBatch.OUTSIDE);
    ip.add("route add " + link.resolver() + " dev " + IpBatch.UPLINK);
  }

  /**
   * Commands to run before all others of IPv6. libslirp learns where a neighbour is from the source
   * address of its own packets, not from an answer on its behalf. So the router has the sandbox's
   * address for as long as it takes to send one packet.
   */
  static String introduction(Link link) {
    IpBatch ip = new IpBatch();
    // The kernel asks for neighbours from an address of the device itself.
    ip.add("addr add fe80::1/64 dev " + IpBatch.UPLINK + SandboxSide.noDetection(link));
    ip.add("addr add " + link.sandbox() + " dev " + IpBatch.UPLINK + SandboxSide.noDetection(link));
    ip.add("route add " + link.gateway() + " dev " + IpBatch.UPLINK);
    return ip.toString();
  }

  /**
   * Sends connections to published ports to the sandbox's loopback, because development servers
   * listen there; a server that listens on all addresses includes it.
   */
  private static void published(IpBatch ip, Link link) {
    List<String> inwards = new ArrayList<>();
    if (!link.publishes().isEmpty()) {
      ip.add("neigh add proxy " + LOOPBACK + " dev " + IpBatch.UPLINK);
      ip.add(
          "route add %s via %s dev %s table %s"
              .formatted(LOOPBACK, link.sandbox(), IpBatch.OUTSIDE, IpBatch.INTO_THE_SANDBOX));
      inwards.add(
          " to " + LOOPBACK + " iif " + IpBatch.UPLINK + " lookup " + IpBatch.INTO_THE_SANDBOX);
    }
    ip.loopback(link, " iif " + IpBatch.OUTSIDE, inwards);
  }

  /** Connections from the host come from the gateway; others come from their own addresses. */
  private static String answered(Link link, int port) {
    String from = " iif " + IpBatch.OUTSIDE;
    return link.publishesWidely().contains(port) ? from : " to " + link.gateway() + from;
  }

  /**
   * Closes an address protocol by protocol, because the router itself must still find slirp4netns:
   * when it asks for its address, and checks the source of its packets, no protocol is given.
   */
  private static void closed(IpBatch ip, Link link, IpAddress address) {
    int icmp = link.isV4() ? IpBatch.ICMP : IpBatch.ICMP_OF_IPV6;
    for (int protocol : List.of(IpBatch.TCP, IpBatch.UDP, icmp)) {
      ip.closed(address.toString(), protocol);
    }
  }

  /** What it must not forward: what is blocked, and its own network. */
  static List<IpNetwork> blocked(Link link) {
    boolean covered = link.blocked().stream().anyMatch(range -> range.contains(link.subnet()));
    return covered
        ? link.blocked()
        : Stream.concat(link.blocked().stream(), Stream.of(link.subnet())).toList();
  }
}
