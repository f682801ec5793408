package dev.sandboxed.profile;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.address.Publication;
import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.Optional;

/**
 * What one layer says about the network. All but the tier counts in internet-only alone.
 *
 * @param reach ports of blocked hosts that are to be reached all the same
 * @param publish ports inside that the host is to reach
 * @param dns the name servers to ask instead of the host's; empty where the layer does not say
 * @param subnet the addresses of the sandbox's own network
 * @param mtu the largest packet of that network, in bytes
 */
public record NetworkWish(
    Optional<Located<TierName>> tier,
    List<Located<Endpoint>> reach,
    List<Located<Publication>> publish,
    List<Located<IpAddress>> dns,
    Optional<Located<IpNetwork>> subnet,
    Optional<Located<Integer>> mtu,
    Optional<Located<Boolean>> ipv6) {

  /** Says nothing. */
  public static final NetworkWish SILENT = ofTier(Optional.empty());

  public NetworkWish {
    reach = List.copyOf(reach);
    publish = List.copyOf(publish);
    dns = List.copyOf(dns);
  }

  /** Chooses the tier at most. */
  public static NetworkWish ofTier(Optional<Located<TierName>> tier) {
    return new NetworkWish(
        tier,
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
