package dev.sandboxed.netns;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.names.HaproxyFiles;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What allowlist adds to the network of internet-only. Every connection from the sandbox ends at
 * HAProxy in the router, whatever its address and port, except to the ports that are opened; and
 * nothing else is forwarded.
 */
final class NamedHosts {

  // What HAProxy is to get is found by a mark on its packets, in a table of its own.
  private static final int MARK = 1;
  private static final int TO_HAPROXY = 102;

  // Behind IpBatch's rules for ports that are opened, which nft leaves alone.
  private static final int DIVERTED = 98;

  // In the sandbox, in the order of IpBatch.
  private static final int OPENED = 90;
  private static final int NOT_A_CONNECTION = 110;

  // RFC 1035.
  private static final int DNS_PORT = 53;

  private NamedHosts() {}

  /**
   * The sandbox's routes. Every address leads to the router, so that each attempt is refused with
   * its name in the log. What is no connection is refused here, because the router would report
   * that only a few times a second, and a program that hears nothing waits.
   */
  static String sandbox(Link link) {
    IpBatch ip = new IpBatch();
    ip.add("addr add " + link.sandbox() + " dev " + IpBatch.INSIDE);
    ip.add("route add " + link.router() + " dev " + IpBatch.INSIDE);
    String way = " via " + link.router() + " dev " + IpBatch.INSIDE;
    ip.add("route add default" + way);
    ip.add("route add default" + way + " src " + link.sandbox() + " table " + IpBatch.LET_THROUGH);
    ip.add(
        "rule add pref %d to %s ipproto %d dport %d lookup main"
            .formatted(OPENED, link.router(), IpBatch.UDP, DNS_PORT));
    link.reachElsewhere().forEach(ip::hole);
    link.publishes().forEach(port -> ip.answers(port, ""));
    for (int protocol : List.of(IpBatch.UDP, IpBatch.ICMP)) {
      ip.add("rule add pref %d ipproto %d unreachable".formatted(NOT_A_CONNECTION, protocol));
    }
    ip.loopback(link, "", List.of());
    return ip.toString();
  }

  /**
   * Settings of the router's namespace, with which no program there needs a capability to listen
   * for names, or has to wait for the router's address.
   */
  static String settings(boolean ipv6) {
    return """
    net/ipv4/ip_unprivileged_port_start=0
    net/ipv4/ip_nonlocal_bind=1
    """
        + (ipv6 ? "net/ipv6/conf/default/accept_ra=0\n" : "");
  }

  /**
   * What listens when everything is there, as in {@code /proc/PID/net/tcp} and {@code udp}: the
   * address with its bytes reversed (proc_pid_net(5), on machines whose numbers begin with the
   * lowest byte), and the port.
   */
  static String listening(Link link) {
    int address = Integer.reverseBytes(link.router().value().intValue());
    return Stream.of(
            HaproxyFiles.TLS_PORT, HaproxyFiles.HTTP_PORT, HaproxyFiles.STREAM_PORT, DNS_PORT)
        .map(port -> "%08X:%04X\n".formatted(address, port))
        .collect(Collectors.joining());
  }

  /**
   * The router's own IPv6, at the address that the sandbox would have. Nobody but HAProxy uses it:
   * the device that leads to the sandbox has no IPv6, and the router forwards none.
   */
  static String outside(Link link) {
    IpBatch ip = new IpBatch();
    // The kernel asks for neighbours from such an address if nothing waits to be sent.
    ip.add("addr add fe80::1/128 dev " + IpBatch.UPLINK + " nodad");
    ip.add("addr add " + link.sandbox() + " dev " + IpBatch.UPLINK + " nodad");
    ip.add("route add " + link.gateway() + " dev " + IpBatch.UPLINK);
    String way = " via " + link.gateway() + " dev " + IpBatch.UPLINK;
    ip.add("route add default" + way);
    RouterSide.blocked(link).forEach(range -> ip.add("route add unreachable " + range));
    ip.add("route add default" + way + " table " + IpBatch.LET_THROUGH);
    link.reachElsewhere().forEach(ip::hole);
    return ip.toString();
  }

  /** The way of marked packets, beside the routes of internet-only. */
  static String router() {
    IpBatch ip = new IpBatch();
    ip.add("link set lo up");
    // With it comes an address that is the sandbox's here: a published port leads to loopback
    // there.
    ip.add("addr del 127.0.0.1/8 dev lo");
    ip.add("route add local default dev lo table " + TO_HAPROXY);
    ip.add("rule add pref %d fwmark %d lookup %d".formatted(DIVERTED, MARK, TO_HAPROXY));
    return ip.toString();
  }

  /**
   * A ruleset for {@code nft}. Packets that open a connection from a published port are diverted
   * like all others: only answers pass.
   */
  static String ruleset(Link link) {
    return """
    table ip names {
      chain divert {
        type filter hook prerouting priority mangle; policy accept;
        iifname != "%1$s" accept
        ip daddr %2$s tcp dport %3$d accept
    %4$s    meta l4proto != tcp accept
        tcp dport 443 tproxy to %2$s:%5$d meta mark set %8$d accept
        tcp dport 80 tproxy to %2$s:%6$d meta mark set %8$d accept
        meta l4proto tcp tproxy to %2$s:%7$d meta mark set %8$d accept
      }
      chain input {
        type filter hook input priority filter; policy accept;
        iifname != "%1$s" accept
        ip daddr %2$s meta l4proto { tcp, udp } th dport %3$d accept
        meta l4proto tcp meta mark %8$d accept
        reject with icmp type admin-prohibited
      }
      chain forward {
        type filter hook forward priority filter; policy accept;
        iifname != "%1$s" accept
    %4$s    reject with icmp type admin-prohibited
      }
    }
    """
        .formatted(
            IpBatch.OUTSIDE,
            link.router(),
            DNS_PORT,
            opened(link),
            HaproxyFiles.TLS_PORT,
            HaproxyFiles.HTTP_PORT,
            HaproxyFiles.STREAM_PORT,
            MARK);
  }

  private static String opened(Link link) {
    Stream<String> reach = link.reach().stream().map(hole -> to(hole, "{ tcp, udp }"));
    Stream<String> editors = link.editors().stream().map(hole -> to(hole, "tcp"));
    Stream<String> published =
        link.publishes().stream()
            .map(port -> "tcp sport %d tcp flags & (syn | ack) != syn accept".formatted(port));
    return Stream.of(reach, editors, published)
        .flatMap(lines -> lines)
        .map(line -> "    " + line + "\n")
        .collect(Collectors.joining());
  }

  private static String to(Endpoint hole, String protocols) {
    return "ip daddr %s meta l4proto %s th dport %d accept"
        .formatted(hole.address(), protocols, hole.port());
  }
}
