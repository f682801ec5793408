package dev.sandboxed.netns;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * The network namespace of the sandbox. It also has the router's routes, so that programs learn at
 * once what they cannot reach: the router reports it at most five times a second (the kernel's
 * ip_rt_error_burst), and a program that hears nothing waits for minutes. Security does not depend
 * on these routes.
 */
final class SandboxSide {

  private SandboxSide() {}

  /** Its devices, which both protocols share. */
  static String devices(int mtu, boolean ipv6) {
    IpBatch ip = new IpBatch();
    ip.add("link set lo up");
    ip.add(
        "link add %s mtu %s type veth peer name %s mtu %s netns /proc/self/fd/%s"
            .formatted(IpBatch.INSIDE, mtu, IpBatch.OUTSIDE, mtu, NetworkFiles.ROUTER_FD));
    ip.add("link set " + IpBatch.INSIDE + IpBatch.up(ipv6));
    return ip.toString();
  }

  /** Its addresses and routes. */
  static String routes(Link link) {
    IpBatch ip = new IpBatch();
    ip.add("addr add " + link.sandbox() + " dev " + IpBatch.INSIDE + noDetection(link));
    ip.add("route add " + link.router() + " dev " + IpBatch.INSIDE);
    String way = " via " + link.router() + " dev " + IpBatch.INSIDE;
    ip.add("route add default" + way);
    List<IpAddress> open = open(link);
    open.forEach(address -> ip.add("route add " + address + way));
    link.blocked().stream()
        .filter(range -> open.stream().map(IpAddress::network).noneMatch(range::equals))
        // As if there were no route at all: the kernel counts only that, which is what
        // src/main/bash/uplink reads. The router refuses them as well.
        .forEach(range -> ip.add("route add throw " + range));
    ip.add("route add default" + way + " src " + link.sandbox() + " table " + IpBatch.LET_THROUGH);
    link.publishes().forEach(port -> ip.answers(port, ""));
    ip.loopback(link, "", List.of());
    return ip.toString();
  }

  /** Hosts with at least one open port; the router knows which. */
  private static List<IpAddress> open(Link link) {
    return Stream.concat(
            link.reachElsewhere().stream().map(Endpoint::address),
            link.asksHost() ? Stream.of(link.resolver()) : Stream.empty())
        .distinct()
        .toList();
  }

  /**
   * Turns off the detection of duplicate addresses; there are only two, and it would take a second.
   */
  static String noDetection(Link link) {
    return link.isV4() ? "" : " nodad";
  }
}
