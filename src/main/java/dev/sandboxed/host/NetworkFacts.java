package dev.sandboxed.host;

import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import java.util.List;
import java.util.Set;

/**
 * Where this machine is in the network, and the tools that can make another network for a sandbox.
 *
 * @param routes from all tables, except those for broadcast and multicast
 * @param tunnels the devices that have another end instead of neighbours: usually a VPN's
 */
public record NetworkFacts(
    NetworkTools tools, List<Address> addresses, List<Route> routes, Set<String> tunnels) {

  public NetworkFacts {
    addresses = List.copyOf(addresses);
    routes = List.copyOf(routes);
    tunnels = Set.copyOf(tunnels);
  }

  /**
   * An address of this machine.
   *
   * @param network the addresses that its device treats as neighbours
   */
  public record Address(IpAddress address, IpNetwork network, String device) {}

  /**
   * What the machine does with packets for a network.
   *
   * @param next who gets them
   * @param device the device it uses; empty if the kernel names none
   */
  public record Route(IpNetwork destination, Next next, String device) {}

  /** Who gets the packets of a route. */
  public enum Next {
    /** The machine itself. */
    HERE,
    /** The destination, as a neighbour. */
    NEIGHBOUR,
    /** A router. */
    GATEWAY
  }
}
