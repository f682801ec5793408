package dev.sandboxed.profile;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.address.Publication;
import dev.sandboxed.names.Credential;
import dev.sandboxed.names.HostWord;
import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.Optional;

/**
 * What one layer says about the network. Everything except the tier counts only in internet-only
 * and allowlist; {@code allow} and {@code deny} only in the latter.
 *
 * @param reach ports of blocked hosts that can be reached anyway
 * @param publish ports inside that the host can reach
 * @param dns the name servers to ask instead of the host's; empty if the layer does not say
 * @param subnet the addresses of the sandbox's own network
 * @param mtu the largest packet of that network, in bytes
 * @param allow the hosts that can be reached
 * @param deny the hosts that cannot, whatever allows them
 * @param editors ports of the host's loopback at which editors of the person's listen; no profile
 *     names them
 * @param credentials secrets that stay outside
 */
public record NetworkRequest(
    Optional<Located<TierName>> tier,
    List<Located<Endpoint>> reach,
    List<Located<Publication>> publish,
    List<Located<IpAddress>> dns,
    Optional<Located<IpNetwork>> subnet,
    Optional<Located<Integer>> mtu,
    Optional<Located<Boolean>> ipv6,
    List<Located<HostWord>> allow,
    List<Located<HostWord>> deny,
    List<Located<Endpoint>> editors,
    List<Credential> credentials) {

  /** A request that says nothing. */
  public static final NetworkRequest SILENT = ofTier(Optional.empty());

  public NetworkRequest {
    reach = List.copyOf(reach);
    publish = List.copyOf(publish);
    dns = List.copyOf(dns);
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    editors = List.copyOf(editors);
    credentials = List.copyOf(credentials);
  }

  /** A request that says nothing except perhaps the tier. */
  public static NetworkRequest ofTier(Optional<Located<TierName>> tier) {
    return ofPorts(tier, List.of(), List.of());
  }

  /** A request that says nothing except perhaps the tier and ports. */
  public static NetworkRequest ofPorts(
      Optional<Located<TierName>> tier,
      List<Located<Endpoint>> reach,
      List<Located<Publication>> publish) {
    return new NetworkRequest(
        tier,
        reach,
        publish,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** A request that says nothing except which hosts can be reached. */
  public static NetworkRequest ofHosts(List<Located<HostWord>> allow) {
    return SILENT.with(allow, List.of());
  }

  /** The same with other hosts. */
  public NetworkRequest with(List<Located<HostWord>> allowed, List<Located<HostWord>> denied) {
    return new NetworkRequest(
        tier, reach, publish, dns, subnet, mtu, ipv6, allowed, denied, editors, credentials);
  }

  /** The same with credentials. */
  NetworkRequest with(List<Credential> secrets) {
    return new NetworkRequest(
        tier, reach, publish, dns, subnet, mtu, ipv6, allow, deny, editors, secrets);
  }

  /** A request that says nothing except where editors listen. */
  public static NetworkRequest ofEditors(List<Located<Endpoint>> editors) {
    return new NetworkRequest(
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        editors,
        List.of());
  }
}
