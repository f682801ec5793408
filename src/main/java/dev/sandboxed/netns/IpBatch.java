package dev.sandboxed.netns;

import dev.sandboxed.address.Endpoint;
import java.util.List;

/** Lines for {@code ip -batch}, one command each. */
final class IpBatch {

  /** The device in the sandbox. */
  static final String INSIDE = "eth0";

  /** Its other end, in the router. */
  static final String OUTSIDE = "sandbox";

  /** The device that slirp4netns makes. */
  static final String UPLINK = "tap0";

  /** A table that holds only a default route, for packets that are let through. */
  static final int LET_THROUGH = 100;

  /** A table of the router that holds only the way to the sandbox's loopback. */
  static final int INTO_THE_SANDBOX = 101;

  // The order of the rules; the first one that fits counts. The kernel's own are at 0 (local
  // addresses), 32766 (the main table) and 32767.
  private static final int BEFORE_LOCAL = 5;
  private static final int LOCAL = 10;
  private static final int HOLE = 90;
  private static final int ANSWER = 95;
  private static final int CLOSED = 110;

  // Protocols by number: ip looks up a name in /etc/protocols, which minimal systems do not have.
  static final int TCP = 6;
  static final int UDP = 17;
  static final int ICMP = 1;
  static final int ICMP_OF_IPV6 = 58;

  private static final List<Integer> WITH_PORTS = List.of(TCP, UDP);

  private final StringBuilder lines = new StringBuilder();

  void add(String command) {
    lines.append(command).append('\n');
  }

  /**
   * How a device is put to use. It makes no address of IPv6 by itself; a kernel that was started
   * without IPv6 knows no such words, and there no device has any.
   */
  static String up(boolean ipv6) {
    return ipv6 ? " addrgenmode none up" : " up";
  }

  /** Lets one port of one host through. */
  void hole(Endpoint endpoint) {
    rule(HOLE, endpoint, "", WITH_PORTS);
  }

  private void rule(int preference, Endpoint endpoint, String which, List<Integer> protocols) {
    for (int protocol : protocols) {
      add(
          "rule add pref "
              + preference
              + " to "
              + endpoint.address()
              + which
              + " ipproto "
              + protocol
              + " dport "
              + endpoint.port()
              + " lookup "
              + LET_THROUGH);
    }
  }

  /**
   * Lets through packets from a port inside.
   *
   * @param which further selectors, for example {@code to} an address
   */
  void answers(int port, String which) {
    add(
        "rule add pref "
            + ANSWER
            + which
            + " ipproto "
            + TCP
            + " sport "
            + port
            + " lookup "
            + LET_THROUGH);
  }

  /** Refuses packets from the sandbox. */
  void closed(String address, int protocol) {
    add(
        "rule add pref "
            + CLOSED
            + " to "
            + address
            + " iif "
            + OUTSIDE
            + " ipproto "
            + protocol
            + " unreachable");
  }

  /**
   * Rules about loopback addresses. The kernel asks its table of local addresses before all other
   * rules, so that table is moved behind these.
   *
   * @param link the endpoints to look for elsewhere: those of {@link Link#reachOnLoopback} and of
   *     editors
   * @param which further selectors, for example the device that packets come from
   * @param more further rules, without their preference
   */
  void loopback(Link link, String which, List<String> more) {
    if (!link.leadsToTheLoopback() && more.isEmpty()) {
      return;
    }
    link.reachOnLoopback().forEach(port -> rule(BEFORE_LOCAL, port, which, WITH_PORTS));
    link.editors().forEach(port -> rule(BEFORE_LOCAL, port, which, List.of(TCP)));
    more.forEach(rule -> add("rule add pref " + BEFORE_LOCAL + rule));
    add("rule add pref " + LOCAL + " lookup local");
    add("rule del pref 0");
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
