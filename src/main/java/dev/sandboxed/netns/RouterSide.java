package dev.sandboxed.netns;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * The network namespace of the router. It forwards what comes from the sandbox to slirp4netns, by
 * routes and rules that no process of the agent's can touch.
 */
final class RouterSide {

  // The order of the rules, between those of IpBatch and the main table.
  private static final int HOLE = 90;
  private static final int ANSWER = 95;
  private static final int RESOLVER = 100;
  private static final int GATEWAY = 110;

  // RFC 1035.
  private static final int DNS_PORT = 53;

  private RouterSide() {}

  /** Its devices, which both protocols share. */
  static String devices(int mtu) {
    IpBatch ip = new IpBatch();
    ip.add("link set", IpBatch.OUTSIDE, "addrgenmode none up");
    ip.add("link set", IpBatch.UPLINK, "mtu", mtu, "addrgenmode none up");
    return ip.toString();
  }

  /** Its addresses, routes and rules. */
  static String routes(Link link) {
    IpBatch ip = new IpBatch();
    ip.add("addr add", link.router(), "dev", IpBatch.OUTSIDE + SandboxSide.noDetection(link));
    if (!link.isV4()) {
      // Neighbours are asked for from an address of the device's own.
      ip.add("addr add fe80::1/64 dev", IpBatch.UPLINK, "nodad");
    }
    neighbours(ip, link);
    ip.add("route add default", via(link));
    blocked(link).forEach(range -> ip.add("route add unreachable", range));
    ip.add("route add default", via(link), "table", IpBatch.LET_THROUGH);
    link.reachElsewhere().forEach(hole -> ip.rule(HOLE, hole, "lookup " + IpBatch.LET_THROUGH));
    link.publishes()
        .forEach(port ->
            ip.add(
                "rule add pref",
                ANSWER,
                "to",
                link.gateway(),
                "iif",
                IpBatch.OUTSIDE,
                "ipproto tcp sport",
                port,
                "lookup main"));
    if (link.asksHost()) {
      ip.rule(RESOLVER, new Endpoint(link.resolver(), DNS_PORT), "lookup main");
    }
    closed(ip, link, link.gateway());
    closed(ip, link, link.resolver());
    ip.loopback(link.reachOnLoopback());
    return ip.toString();
  }

  /** The two addresses of slirp4netns, and the sandbox, for which the router answers it. */
  private static void neighbours(IpBatch ip, Link link) {
    ip.add("route add", link.sandbox(), "dev", IpBatch.OUTSIDE);
    ip.add("route add", link.gateway(), "dev", IpBatch.UPLINK);
    ip.add("route add", link.resolver(), "dev", IpBatch.UPLINK);
    ip.add("neigh add proxy", link.sandbox(), "dev", IpBatch.UPLINK);
    // At once: the kernel would wait for up to 0.8 seconds, for the host itself to answer first.
    String table = link.isV4() ? "arp_cache" : "ndisc_cache";
    ip.add("ntable change name", table, "dev", IpBatch.UPLINK, "proxy_delay 0");
  }

  /**
   * By protocols, for the router itself is to find slirp4netns: it resolves its address, and checks
   * where what comes from it comes from, without one.
   */
  private static void closed(IpBatch ip, Link link, IpAddress address) {
    for (String protocol : List.of("tcp", "udp", link.isV4() ? "icmp" : "ipv6-icmp")) {
      ip.add(
          "rule add pref",
          GATEWAY,
          "to",
          address,
          "iif",
          IpBatch.OUTSIDE,
          "ipproto",
          protocol,
          "unreachable");
    }
  }

  private static List<IpNetwork> blocked(Link link) {
    boolean covered = link.blocked().stream().anyMatch(range -> range.contains(link.subnet()));
    List<IpNetwork> blocked = new ArrayList<>(link.blocked());
    if (!covered) {
      blocked.add(link.subnet());
    }
    return blocked;
  }

  private static String via(Link link) {
    return "via " + link.gateway() + " dev " + IpBatch.UPLINK;
  }
}
