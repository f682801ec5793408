package dev.sandboxed.netns;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * The network namespace of the sandbox. It has the router's routes as well, for programs to be told
 * at once what they cannot reach: the router answers five such packets a second (ip_rt_error_burst
 * of the kernel), and who gets no answer waits for minutes. Nothing rests on them.
 */
final class SandboxSide {

  private SandboxSide() {}

  /** Its devices, which both protocols share. */
  static String devices(int mtu) {
    IpBatch ip = new IpBatch();
    ip.add("link set lo up");
    ip.add(
        "link add",
        IpBatch.INSIDE,
        "mtu",
        mtu,
        "type veth",
        "peer name",
        IpBatch.OUTSIDE,
        "mtu",
        mtu,
        "netns /proc/self/fd/" + NetworkFiles.ROUTER_FD);
    ip.add("link set", IpBatch.INSIDE, "addrgenmode none up");
    return ip.toString();
  }

  /** Its addresses and routes. */
  static String routes(Link link) {
    IpBatch ip = new IpBatch();
    ip.add("addr add", link.sandbox(), "dev", IpBatch.INSIDE + noDetection(link));
    ip.add("route add", link.router(), "dev", IpBatch.INSIDE);
    ip.add("route add default", via(link));
    List<IpAddress> open =
        Stream.concat(
                link.reachElsewhere().stream().map(Endpoint::address),
                link.asksHost() ? Stream.of(link.resolver()) : Stream.empty())
            .distinct()
            .toList();
    open.forEach(address -> ip.add("route add", address, via(link)));
    link.blocked().stream()
        .filter(range -> open.stream().map(IpAddress::network).noneMatch(range::equals))
        .forEach(range -> ip.add("route add unreachable", range));
    if (!link.reachOnLoopback().isEmpty()) {
      ip.add("route add default", via(link), "src", link.sandbox(), "table", IpBatch.LET_THROUGH);
    }
    ip.loopback(link.reachOnLoopback());
    return ip.toString();
  }

  /** Of two hosts with one address; there are two here, and a second's wait. */
  static String noDetection(Link link) {
    return link.isV4() ? "" : " nodad";
  }

  private static String via(Link link) {
    return "via " + link.router() + " dev " + IpBatch.INSIDE;
  }
}
