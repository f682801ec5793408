package dev.sandboxed.netns;

import java.util.Optional;

/** What the kernel is set to below {@code /proc/sys}, before there is any device but loopback. */
final class KernelSettings {

  private KernelSettings() {}

  private static final String IPV6_IS_ROUTED =
      """
      net/ipv6/conf/all/forwarding=1
      net/ipv6/conf/all/proxy_ndp=1
      """;

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

  /** Loopback keeps its IPv6. */
  static String sandbox(Link v4, Optional<Link> v6) {
    // ping_group_range: the one group that there is in this namespace may ping. rp_filter: the
    // routes that are here for convenience are not to keep an answer from coming in.
    return """
    net/ipv4/ping_group_range=0 0
    net/ipv4/conf/all/rp_filter=0
    net/ipv4/conf/default/rp_filter=0
    """
        + loopback(v4)
        + (v6.isPresent()
            ? "net/ipv6/conf/default/accept_ra=0\n"
            : "net/ipv6/conf/default/disable_ipv6=1\n");
  }

  private static String loopback(Link v4) {
    return v4.reachOnLoopback().isEmpty() && v4.publishes().isEmpty()
        ? ""
        : "net/ipv4/conf/all/route_localnet=1\n";
  }
}
