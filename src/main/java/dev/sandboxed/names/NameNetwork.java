package dev.sandboxed.names;

import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What HAProxy and dnsmasq have to know.
 *
 * @param router where both listen, for the sandbox alone
 * @param standIns the addresses that names have inside
 * @param resolvers the name servers that HAProxy asks
 * @param ipv6 whether a name may lead to an address of IPv6
 * @param blocked what no name may lead to; of IPv6 only if there is any
 * @param credentials what it puts in the place of placeholders
 */
public record NameNetwork(
    HostRules rules,
    IpAddress router,
    IpNetwork standIns,
    List<IpAddress> resolvers,
    boolean ipv6,
    List<IpNetwork> blocked,
    Credentials credentials) {

  private static final int REFUSED = 1;
  private static final int SHARED = 2;
  private static final int FIRST_OF_STREAMS = 257;

  /** One without IPv6 and credentials. */
  public NameNetwork(
      HostRules rules,
      IpAddress router,
      IpNetwork standIns,
      List<IpAddress> resolvers,
      List<IpNetwork> blocked) {
    this(rules, router, standIns, resolvers, false, blocked, Credentials.NONE);
  }

  public NameNetwork {
    resolvers = List.copyOf(resolvers);
    blocked = List.copyOf(blocked);
  }

  /** The address of every name that is not allowed: a connection there is refused at once. */
  IpAddress refused() {
    return standIns.base().plus(REFUSED);
  }

  /** The address of every name that a program says itself. */
  IpAddress shared() {
    return standIns.base().plus(SHARED);
  }

  /** The names that are told from each other by their addresses. */
  Map<HostName, IpAddress> streams() {
    Map<HostName, IpAddress> addresses = new LinkedHashMap<>();
    for (HostName name : rules.streams()) {
      addresses.put(name, standIns.base().plus(FIRST_OF_STREAMS + addresses.size()));
    }
    return addresses;
  }
}
