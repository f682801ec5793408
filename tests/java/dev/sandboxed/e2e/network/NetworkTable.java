package dev.sandboxed.e2e.network;

import static dev.sandboxed.e2e.network.NetworkColumn.ALLOWLIST;
import static dev.sandboxed.e2e.network.NetworkColumn.FULL;
import static dev.sandboxed.e2e.network.NetworkColumn.INTERNET_ONLY;
import static dev.sandboxed.e2e.network.NetworkColumn.WITH_IPV6;

import dev.sandboxed.e2e.network.NetworkRow.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What can be reached from a sandbox, written down in one place. The tests try every row in a
 * {@link NetworkWorld}, and docs/security.md shows all of them to people.
 */
public final class NetworkTable {

  private static final Set<NetworkColumn> INTERNET = Set.of(FULL, INTERNET_ONLY, WITH_IPV6);
  private static final Set<NetworkColumn> IPV6_INTERNET = Set.of(FULL, WITH_IPV6);
  private static final Set<NetworkColumn> PRIVATE = Set.of(FULL);

  private static final List<Way> ALL = List.of(Way.TCP, Way.UDP, Way.ICMP);
  private static final List<Way> SERVICES = List.of(Way.TCP, Way.UDP);
  private static final List<Way> PING = List.of(Way.ICMP);
  private static final List<Way> DATAGRAMS = List.of(Way.UDP);
  private static final List<Way> NAMES = List.of(Way.DNS_UDP, Way.DNS_TCP);

  public static final List<NetworkRow> ROWS =
      List.of(
          row("a server on the internet", "203.0.113.7", 8000, ALL, INTERNET),
          row(
              "a server whose address is next to the host's",
              "198.51.100.130",
              8000,
              ALL,
              INTERNET),
          row("a DNS server on the internet", "203.0.113.53", 53, NAMES, INTERNET),
          row("the resolver that the host uses, for names", "resolver", 53, NAMES, INTERNET)
              .perhapsIn(ALLOWLIST),
          row("the resolver that the host uses, by its address", "127.0.0.53", 53, NAMES, PRIVATE),
          // The sandbox's own loopback would answer a ping.
          row("a service on the host's loopback", "127.0.0.1", 8001, SERVICES, PRIVATE),
          row("the host, at 0.0.0.0", "0.0.0.0", 8002, SERVICES, PRIVATE),
          row("the host, at its address in the LAN", "192.168.1.5", 8002, ALL, PRIVATE),
          row("the host, at its public address", "198.51.100.2", 8002, ALL, PRIVATE),
          row("the host, at another public address", "198.51.100.200", 8002, ALL, PRIVATE),
          row("the host, at its address in the VPN", "100.64.0.1", 8002, ALL, PRIVATE),
          row("the host, as its containers see it", "172.17.0.1", 8002, ALL, PRIVATE),
          row("a container of the host", "172.17.0.2", 8000, ALL, PRIVATE),
          row("a device in the LAN", "192.168.1.20", 8000, ALL, PRIVATE),
          row("all devices in the LAN, by broadcast", "192.168.1.255", 1900, DATAGRAMS, PRIVATE),
          row("devices in the LAN, by SSDP", "239.255.255.250", 1900, DATAGRAMS, PRIVATE),
          row("devices in the LAN, by mDNS", "224.0.0.251", 5353, DATAGRAMS, PRIVATE),
          row("the router in the host's own subnet", "198.51.100.1", 8000, ALL, PRIVATE),
          row("a company's host, routed", "10.20.30.40", 8000, ALL, PRIVATE),
          row("a peer in Tailscale", "100.100.100.100", 8000, ALL, PRIVATE),
          row("the cloud's metadata service", "169.254.169.254", 8000, ALL, PRIVATE),
          row("the host of an Azure machine", "168.63.129.16", 8000, ALL, PRIVATE),
          row("Alibaba Cloud's metadata service", "100.100.100.200", 8000, ALL, PRIVATE),
          row("Oracle Cloud Classic's metadata service", "192.0.0.192", 8000, ALL, PRIVATE),
          row("a protocol's own address", "192.0.0.7", 8000, ALL, PRIVATE),
          row("a bench for measuring networks", "198.18.0.7", 8000, ALL, PRIVATE),
          row("a reserved address", "240.0.0.7", 8000, ALL, PRIVATE),
          row("a server on the internet", "2001:db8:ffff::7", 8000, SERVICES, IPV6_INTERNET),
          // Older versions of libslirp do not send them on.
          row("a server on the internet, by ping", "2001:db8:ffff::7", 0, PING, PRIVATE)
              .perhapsIn(WITH_IPV6),
          row("a service on the host's loopback", "::1", 8003, SERVICES, PRIVATE),
          row("the host, at its public address", "2001:db8:1::2", 8003, ALL, PRIVATE),
          row("the host, at another public address", "2001:db8:2::5", 8003, ALL, PRIVATE),
          row("AWS's metadata service", "fd00:ec2::254", 8000, ALL, PRIVATE),
          row("Google Cloud's metadata service", "fd20:ce::254", 8000, ALL, PRIVATE),
          row("Scaleway's metadata service", "fd00:42::42", 8000, ALL, PRIVATE),
          row("a device in the LAN", "fd12:3456::20", 8000, ALL, PRIVATE),
          row(
              "a device in the LAN, in IPv6's spelling",
              "::ffff:192.168.1.20",
              8000,
              SERVICES,
              PRIVATE),
          row("a device in the LAN, through NAT64", "64:ff9b::c0a8:114", 8000, ALL, PRIVATE),
          row("devices in the LAN, by SSDP", "ff05::c", 1900, DATAGRAMS, PRIVATE),
          row("the router in the host's own subnet", "2001:db8:1::1", 8000, ALL, PRIVATE));

  private NetworkTable() {}

  private static NetworkRow row(
      String what, String address, int port, List<Way> ways, Set<NetworkColumn> reachedIn) {
    return new NetworkRow(what, address, port, ways, reachedIn, Set.of());
  }

  /** The whole table, as docs/security.md has it. */
  public static List<String> markdown() {
    List<String> lines = new ArrayList<>(NetworkRow.heading());
    ROWS.forEach(row -> lines.add(row.markdown()));
    return lines;
  }
}
