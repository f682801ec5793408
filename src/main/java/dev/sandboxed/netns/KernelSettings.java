package dev.sandboxed.netns;

import java.util.Optional;

/** The kernel settings below {@code /proc/sys}, made while loopback is the only device. */
final class KernelSettings {

  private KernelSettings() {}

  private static final String IPV6_IS_ROUTED = "net/ipv6/conf/all/forwarding=1\n";

  private static final String NO_IPV6 =
      """
      net/ipv6/conf/all/disable_ipv6=1
      net/ipv6/conf/default/disable_ipv6=1
      """;

  static String router(Link v4, Optional<Link> v6) {
    // rp_filter: nothing comes in from where nothing may go out.
    return """
    net/ipv4/ip_forward=1
    net/ipv4/conf/all/rp_filter=1
    """
        + loopback(v4)
        + (v6.isPresent() ? IPV6_IS_ROUTED : NO_IPV6);
  }

  /**
   * The sandbox's settings. Loopback keeps its IPv6, unless a server that listens there could not
   * be reached by its published port.
   */
  static String sandbox(Link v4, Optional<Link> v6) {
    // ping_group_range: the only group in this namespace may ping. rp_filter: the routes that are
    // here for convenience must not keep answers from coming in.
    return """
    net/ipv4/ping_group_range=0 0
    net/ipv4/conf/all/rp_filter=0
    net/ipv4/conf/default/rp_filter=0
    """
        + loopback(v4)
        + (v6.isPresent()
            ? "net/ipv6/conf/default/accept_ra=0\n"
            : v4.publishes().isEmpty() ? "net/ipv6/conf/default/disable_ipv6=1\n" : NO_IPV6);
  }

  private static String loopback(Link v4) {
    return !v4.leadsToTheLoopback() && v4.publishes().isEmpty()
        ? ""
        : "net/ipv4/conf/all/route_localnet=1\n";
  }
}
