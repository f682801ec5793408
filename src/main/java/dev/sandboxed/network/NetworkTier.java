package dev.sandboxed.network;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.address.Publication;
import dev.sandboxed.names.Credentials;
import dev.sandboxed.names.HostRules;
import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.Optional;

/** The amount of network that the sandbox has. */
public sealed interface NetworkTier {

  /** The name people write. */
  String word();

  /** Its meaning, in a few words. */
  String describe();

  /** The network behind a router of its own, if this tier has one. */
  default Optional<InternetOnly> routed() {
    return switch (this) {
      case InternetOnly internet -> Optional.of(internet);
      case Allowlist allowlist -> Optional.of(allowlist.around());
      case Full _, None _ -> Optional.empty();
    };
  }

  /** The host's own network, including everything the person can reach. */
  record Full() implements NetworkTier {
    @Override
    public String word() {
      return "full";
    }

    @Override
    public String describe() {
      return "the host's network, including local services and the LAN";
    }
  }

  /** A network namespace with nothing but its own loopback. */
  record None() implements NetworkTier {
    @Override
    public String word() {
      return "none";
    }

    @Override
    public String describe() {
      return "no network";
    }
  }

  /**
   * A network namespace behind a router that lets through only traffic for the internet.
   *
   * @param blocked the ranges that the router does not let through; none is part of another
   * @param reach the ports that it lets through anyway
   * @param publish the host's ports that lead inside
   * @param nameServers the servers the sandbox asks; the third address of the subnet is the host's
   *     resolver
   * @param subnet of the router and the sandbox
   * @param mtu in bytes
   * @param editors the ports of the host's loopback that it lets through to editors, over TCP alone
   */
  record InternetOnly(
      List<BlockedRange> blocked,
      List<Located<Endpoint>> reach,
      List<Located<Publication>> publish,
      List<IpAddress> nameServers,
      IpNetwork subnet,
      int mtu,
      boolean ipv6,
      List<Located<Endpoint>> editors)
      implements NetworkTier {

    public InternetOnly {
      blocked = List.copyOf(blocked);
      reach = List.copyOf(reach);
      publish = List.copyOf(publish);
      nameServers = List.copyOf(nameServers);
      editors = List.copyOf(editors);
    }

    /**
     * Whether the sandbox has the address {@code ::1}. Published ports lead to 127.0.0.1, and no
     * server may listen where nobody can reach it.
     */
    public boolean hasLoopback6() {
      return ipv6 || publish.isEmpty();
    }

    /** The same over IPv4 alone. */
    public InternetOnly withoutIpv6() {
      return new InternetOnly(blocked, reach, publish, nameServers, subnet, mtu, false, editors);
    }

    @Override
    public String word() {
      return "internet-only";
    }

    @Override
    public String describe() {
      return "the internet, but not this host or the networks it is in" + (ipv6 ? "" : "; no IPv6");
    }
  }

  /**
   * The network of internet-only, of which the router forwards only the ports that are opened. All
   * other connections end at HAProxy there, which asks for the name that is wanted, and connects to
   * that itself.
   *
   * @param around the network; its name servers are those that HAProxy asks, and its IPv6 is for
   *     HAProxy alone, since names have addresses of IPv4 inside
   * @param standIns the addresses that names have inside
   * @param credentials the secrets that stay outside
   */
  record Allowlist(
      InternetOnly around, HostRules hosts, IpNetwork standIns, Credentials credentials)
      implements NetworkTier {

    /** The router, which answers questions for names. */
    public IpAddress nameServer() {
      return around.subnet().base().plus(1);
    }

    /** Whether the sandbox has the address {@code ::1}, as in {@link InternetOnly}. */
    public boolean hasLoopback6() {
      return around.withoutIpv6().hasLoopback6();
    }

    @Override
    public String word() {
      return "allowlist";
    }

    @Override
    public String describe() {
      if (hosts.any().isPresent()) {
        return "any public host, by name, each written down";
      }
      int rules = hosts.allow().size();
      return switch (rules) {
        case 0 -> "no host, because none is allowed";
        case 1 -> "the hosts that one rule allows, by name";
        default -> "the hosts that " + rules + " rules allow, by name";
      };
    }
  }

  /**
   * Addresses that must not be reached.
   *
   * @param why a description of them
   * @param ofThisHost whether they are blocked only on this host
   */
  record BlockedRange(IpNetwork range, String why, boolean ofThisHost) {}
}
