package dev.sandboxed.netns;

import dev.sandboxed.address.Endpoint;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lines for {@code ip -batch}: a command each. */
final class IpBatch {

  /** The device in the sandbox. */
  static final String INSIDE = "eth0";

  /** Its other end, in the router. */
  static final String OUTSIDE = "sandbox";

  /** The device that slirp4netns makes. */
  static final String UPLINK = "tap0";

  /** A table with nothing in it but a default route, for what is let through. */
  static final int LET_THROUGH = 100;

  // The order of the rules, the first that fits counts. The kernel's own are 0 (local addresses),
  // 32766 (the main table) and 32767.
  private static final int BEFORE_LOCAL = 5;
  private static final int LOCAL = 10;

  private static final List<String> PROTOCOLS = List.of("tcp", "udp");

  private final StringBuilder lines = new StringBuilder();

  void add(Object... words) {
    lines.append(Stream.of(words).map(Object::toString).collect(Collectors.joining(" ")));
    lines.append('\n');
  }

  /** A rule about one port of one host, for both protocols that have ports. */
  void rule(int preference, Endpoint endpoint, String action) {
    for (String protocol : PROTOCOLS) {
      add(
          "rule add pref",
          preference,
          "to",
          endpoint.address(),
          "ipproto",
          protocol,
          "dport",
          endpoint.port(),
          action);
    }
  }

  /**
   * Ports of the loopback that are to be looked for elsewhere. The kernel asks its table of local
   * addresses first, so that has to stand back.
   */
  void loopback(List<Endpoint> ports) {
    if (ports.isEmpty()) {
      return;
    }
    ports.forEach(port -> rule(BEFORE_LOCAL, port, "lookup " + LET_THROUGH));
    add("rule add pref", LOCAL, "lookup local");
    add("rule del pref 0");
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
