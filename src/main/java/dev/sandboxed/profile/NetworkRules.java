package dev.sandboxed.profile;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.address.Publication;
import dev.sandboxed.names.HostWord;
import dev.sandboxed.problem.Located;
import dev.sandboxed.profile.hosts.HostNotation;
import dev.sandboxed.toml.Notation;
import dev.sandboxed.toml.TomlSection;
import java.util.List;

/** Reads {@code [network]}. */
public final class NetworkRules {

  // RFC 8200, section 5: the least that IPv6 works with. Less is no use to IPv4 either.
  private static final int LEAST_MTU = 1280;

  // slirp4netns(1), --mtu: "max=65521". A multiple of four below it is what its page recommends.
  private static final int MOST_MTU = 65520;

  private static final Notation<Endpoint> ENDPOINT =
      new Notation<>(
          "bad-endpoint",
          Endpoint.REGEX,
          Endpoint::parse,
          "is not one port of one host",
          "write an address, not a name, and a port: \"192.168.1.20:5432\", \"127.0.0.1:11434\" for the host's"
              + " loopback, \"[fd12::20]:5432\"");

  private static final Notation<Publication> PUBLICATION =
      new Notation<>(
          "bad-publication",
          Publication.REGEX,
          Publication::parse,
          "does not name a port",
          "write \"3000\", \"8080:3000\" (the host's port first) or \"127.0.0.1:8080:3000\"");

  private static final Notation<IpAddress> ADDRESS =
      new Notation<>(
          "bad-address",
          IpAddress.REGEX,
          IpAddress::parse,
          "is not an address",
          "write the name server's address, for example \"9.9.9.9\"");

  // slirp4netns(1), --cidr: the sandbox is the hundredth address of its network.
  private static final int LONGEST_SUBNET = 25;

  private static final Notation<IpNetwork> SUBNET =
      new Notation<>(
          "bad-subnet",
          IpNetwork.V4_REGEX,
          text ->
              IpNetwork.parse(text)
                  .filter(subnet -> subnet.base().isV4() && subnet.length() <= LONGEST_SUBNET),
          "is not an IPv4 network of at least 128 addresses",
          "write its first address and the length of its prefix, at most 25: \"10.0.2.0/24\"");

  private NetworkRules() {}

  /** What {@code reach} opens. */
  public static Notation<Endpoint> endpoint() {
    return ENDPOINT;
  }

  /** What {@code publish} leads inside. */
  public static Notation<Publication> publication() {
    return PUBLICATION;
  }

  static NetworkRequest read(TomlSection section) {
    return new NetworkRequest(
        section
            .key("tier", "the host's network, the internet, hosts, or none")
            .called("network")
            .like("\"none\"")
            .word(List.of(TierName.values()), TierName::word),
        section
            .key("reach", "ports of blocked hosts that can be reached anyway")
            .like("[\"127.0.0.1:11434\", \"192.168.1.20:5432\"]")
            .all(ENDPOINT),
        section
            .key("publish", "ports inside that the host reaches")
            .like("[\"3000\", \"127.0.0.1:8080:3000\"]")
            .all(PUBLICATION),
        section
            .key("dns", "the name servers inside")
            .called("name servers")
            .like("[\"9.9.9.9\"]")
            .replacing()
            .all(ADDRESS),
        section.key("subnet", "the sandbox's own network").like("\"10.0.2.0/24\"").one(SUBNET),
        section
            .key("mtu", "the largest packet, in bytes")
            .called("largest packet in bytes")
            .like("1500")
            .number(LEAST_MTU, MOST_MTU),
        section
            .key("ipv6", "whether internet-only has IPv6, and allowlist reaches names over it")
            .called("IPv6")
            .flag(),
        allow(section),
        section
            .key("deny", "hosts that it does not reach, whatever allows them")
            .called("denied hosts")
            .like("[\"telemetry.example.org\"]")
            .all(HostNotation.words()),
        List.of(),
        List.of());
  }

  /** The hosts that an agent needs, or a profile allows. */
  static List<Located<HostWord>> allow(TomlSection section) {
    return section
        .key("allow", "the hosts that allowlist reaches")
        .called("allowed hosts")
        .like("[\"@npm\", \"*.example.org\", \"github.com:22\"]")
        .all(HostNotation.words());
  }
}
