package dev.sandboxed.netns;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Questions to the router's kernel about packets from the sandbox. It must refuse all except the
 * last.
 */
final class SelfTest {

  // RFC 4291.
  private static final IpNetwork MULTICAST_V6 = IpNetwork.of("ff00::/8");

  private SelfTest() {}

  /** The questions of one protocol; those of the other need another {@code ip} command. */
  static String questions(Link link) {
    IpBatch ip = new IpBatch();
    Stream<IpAddress> forbidden =
        Stream.of(
                link.blocked().stream().flatMap(range -> Stream.of(range.base(), range.last())),
                Stream.concat(link.reach().stream(), link.editors().stream())
                    .map(Endpoint::address),
                Stream.of(link.gateway(), link.resolver()))
            .flatMap(addresses -> addresses);
    Stream.concat(forbidden.distinct(), Stream.of(open(link)))
        .forEach(address ->
            ip.add(
                "route get %s from %s iif %s ipproto %s"
                    .formatted(address, link.sandbox(), IpBatch.OUTSIDE, IpBatch.TCP)));
    return ip.toString();
  }

  /** The questions about the router's own packets, of a link that is for nobody else. */
  static String ownQuestions(Link link) {
    IpBatch ip = new IpBatch();
    // A connection has one other end, and for whatever has many the kernel has routes of its own.
    Stream<IpAddress> forbidden =
        Stream.concat(
            link.blocked().stream()
                .filter(range -> !MULTICAST_V6.contains(range))
                .flatMap(range -> Stream.of(range.base(), range.last())),
            link.reach().stream().map(Endpoint::address));
    Stream.concat(forbidden.distinct(), Stream.of(open(link)))
        .forEach(address -> ip.add("route get %s ipproto %s".formatted(address, IpBatch.TCP)));
    return ip.toString();
  }

  /** Some address of the internet; nothing is sent to it. */
  static IpAddress open(Link link) {
    Stream<IpAddress> candidates =
        link.isV4()
            ? IntStream.range(1, 224).mapToObj(n -> IpAddress.of(n + "." + n + "." + n + "." + n))
            : IntStream.range(0, 0x1000)
                .mapToObj(n -> IpAddress.of("2" + String.format("%03x", n) + "::1"));
    return candidates
        .filter(address -> link.blocked().stream().noneMatch(range -> range.contains(address)))
        .findFirst()
        .orElse(link.router());
  }
}
