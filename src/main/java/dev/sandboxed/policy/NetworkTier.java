package dev.sandboxed.policy;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.address.Publication;
import dev.sandboxed.problem.Located;
import java.util.List;

/** How much of the network the sandbox has. */
public sealed interface NetworkTier {

  /** The name people write. */
  String word();

  /** What it means, in a few words. */
  String describe();

  /** The host's own network, everything the person can reach included. */
  record Full() implements NetworkTier {
    @Override
    public String word() {
      return "full";
    }

    @Override
    public String describe() {
      return "the host's network, local services and the LAN included";
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
   * A network namespace behind a router that lets through what is for the internet.
   *
   * @param blocked what the router does not let through; none of them is part of another
   * @param reach the ports it lets through all the same
   * @param publish the host's ports that lead inside
   * @param nameServers what the sandbox asks; the third address of the subnet is the host's own
   * @param subnet of the router and the sandbox
   * @param mtu in bytes
   */
  record InternetOnly(
      List<BlockedRange> blocked,
      List<Located<Endpoint>> reach,
      List<Located<Publication>> publish,
      List<IpAddress> nameServers,
      IpNetwork subnet,
      int mtu,
      boolean ipv6)
      implements NetworkTier {

    public InternetOnly {
      blocked = List.copyOf(blocked);
      reach = List.copyOf(reach);
      publish = List.copyOf(publish);
      nameServers = List.copyOf(nameServers);
    }

    @Override
    public String word() {
      return "internet-only";
    }

    @Override
    public String describe() {
      return "the internet; not this host, not the networks it is in" + (ipv6 ? "" : "; no IPv6");
    }
  }

  /**
   * Addresses that are not to be reached.
   *
   * @param why what they are
   * @param ofThisHost whether they are blocked here and not everywhere
   */
  record BlockedRange(IpNetwork range, String why, boolean ofThisHost) {}
}
