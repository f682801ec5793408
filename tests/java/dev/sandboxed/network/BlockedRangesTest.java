package dev.sandboxed.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.fixture.Surroundings;
import dev.sandboxed.host.NetworkFacts;
import dev.sandboxed.network.NetworkTier.BlockedRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockedRangesTest {

  private static final List<String> PUBLIC =
      List.of("1.1.1.1", "8.8.8.8", "9.9.9.9", "93.184.216.34", "151.101.1.69", "185.199.108.153");

  private final Surroundings host = new Surroundings().gateway("0.0.0.0/0", "eth0");

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/8, this network (RFC 791)",
    "10.0.0.0/8, private (RFC 1918)",
    "100.64.0.0/10, shared with a provider; Tailscale (RFC 6598)",
    "127.0.0.0/8, the host's loopback (RFC 1122)",
    "168.63.129.16/32, the host of Azure's machines (WireServer)",
    "169.254.0.0/16, link-local; cloud metadata services (RFC 3927)",
    "172.16.0.0/12, private; containers (RFC 1918)",
    "192.0.0.0/24, protocol assignments (RFC 6890)",
    "192.168.0.0/16, private (RFC 1918)",
    "198.18.0.0/15, device benchmarks (RFC 2544)",
    "224.0.0.0/4, multicast (RFC 5771)",
    "'240.0.0.0/4', 'reserved, and broadcast (RFC 1112)'",
    "::/0, no IPv6 unless ipv6 = true"
  })
  void whatIsNeverTheInternetIsBlockedEverywhere(String range, String why) {
    assertThat(BlockedRanges.of(host.facts(), false))
        .hasSize(13)
        .contains(new BlockedRange(IpNetwork.of(range), why, false));
  }

  @Test
  void ipv4RangesComeFirstAndEachKindIsInOrder() {
    host.address("203.0.113.9", 32, "eth0").address("1.2.3.4", 32, "eth1");
    assertThat(ranges(false))
        .containsExactly(
            "0.0.0.0/8",
            "1.2.3.4",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "203.0.113.9",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::/96",
        "::ffff:0:0/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8"
      })
  void withIpv6ItsOwnRangesAreBlockedInsteadOfAllOfIt(String range) {
    assertThat(ranges(true)).contains(range).doesNotContain("::/0");
  }

  @ParameterizedTest
  @CsvSource({
    // RFC 6052: behind 64:ff9b::/96; RFC 3056: behind 2002::/16.
    "10.0.0.1, 64:ff9b::10.0.0.1",
    "10.0.0.1, 2002:a00:1::",
    "10.0.0.1, 2002:a00:1:2:3:4:5:6",
    "169.254.169.254, 64:ff9b::a9fe:a9fe",
    "169.254.169.254, 2002:a9fe:a9fe::1",
    "192.168.1.5, 64:ff9b::c0a8:105",
    "192.168.1.5, ::ffff:192.168.1.5",
    "192.168.1.5, ::192.168.1.5",
    "127.0.0.1, 64:ff9b::127.0.0.1",
    "127.0.0.1, ::ffff:127.0.0.1",
    "255.255.255.255, 64:ff9b::255.255.255.255",
    "203.0.113.9, 64:ff9b::203.0.113.9",
    "203.0.113.9, 2002:cb00:7109::1"
  })
  void whatIsBlockedOfIpv4IsBlockedInItsOtherSpellings(String v4, String v6) {
    host.address("203.0.113.9", 24, "eth0");
    assertThat(isBlocked(v4, true)).isTrue();
    assertThat(isBlocked(v6, true)).isTrue();
  }

  @Test
  void theOtherSpellingsOfTheInternetAreOpen() {
    assertThat(isBlocked("64:ff9b::1.1.1.1", true)).isFalse();
    assertThat(isBlocked("2002:101:101::1", true)).isFalse();
    assertThat(isBlocked("2606:4700:4700::1111", true)).isFalse();
    assertThat(isBlocked("2606:4700:4700::1111", false)).isTrue();
  }

  @Test
  void aSpellingSaysWhatItIsASpellingOf() {
    host.address("203.0.113.9", 32, "eth0");
    assertThat(BlockedRanges.of(host.facts(), true))
        .contains(
            new BlockedRange(
                IpNetwork.of("64:ff9b::a00:0/104"),
                "10.0.0.0/8 written as IPv6: private (RFC 1918)",
                false),
            new BlockedRange(
                IpNetwork.of("2002:cb00:7109::/48"),
                "203.0.113.9 written as IPv6: this host's own address on eth0",
                false));
  }

  @Test
  void anAddressOfTheHostIsBlockedWhereverItIs() {
    host.address("203.0.113.9", 32, "eth0").address("2001:db8::9", 128, "eth0");
    assertThat(BlockedRanges.of(host.facts(), true))
        .contains(
            new BlockedRange(
                IpNetwork.of("203.0.113.9/32"), "this host's own address on eth0", true),
            new BlockedRange(
                IpNetwork.of("2001:db8::9/128"), "this host's own address on eth0", true));
    assertThat(isBlocked("203.0.113.8", true)).isFalse();
  }

  @Test
  void aNetworkThatIsTheHostItselfIsBlocked() {
    host.here("203.0.113.0/24", "lo");
    assertThat(BlockedRanges.of(host.facts(), false))
        .contains(
            new BlockedRange(
                IpNetwork.of("203.0.113.0/24"), "this host's own, by a route on lo", true));
  }

  @Test
  void aPublicNetworkThatTheHostIsInIsBlocked() {
    host.address("203.0.113.9", 24, "eth0");
    assertThat(BlockedRanges.of(host.facts(), false))
        .contains(new BlockedRange(IpNetwork.of("203.0.113.0/24"), "the network of eth0", true));
    assertThat(ranges(false)).doesNotContain("203.0.113.9");
  }

  @Test
  void aPublicNetworkThatIsRoutedDirectlyIsBlockedAndOneBehindARouterIsNot() {
    host.neighbours("203.0.113.0/24", "eth0").gateway("198.51.100.0/24", "eth0");
    assertThat(BlockedRanges.of(host.facts(), false))
        .contains(
            new BlockedRange(IpNetwork.of("203.0.113.0/24"), "routed directly to eth0", true));
    assertThat(isBlocked("198.51.100.1", false)).isFalse();
  }

  @Test
  void theOtherEndOfATunnelIsBlocked() {
    NetworkFacts ppp =
        new NetworkFacts(
            host.facts().tools(),
            List.of(
                new NetworkFacts.Address(
                    IpAddress.of("198.51.100.2"), IpNetwork.of("198.51.100.1/32"), "ppp0")),
            List.of(),
            Set.of("ppp0"));
    assertThat(BlockedRanges.of(ppp, false))
        .extracting(blocked -> blocked.range().toString())
        .contains("198.51.100.1", "198.51.100.2");
  }

  @Test
  void aPublicNetworkBehindATunnelIsBlockedAlsoByARouterInIt() {
    host.tunnel("wg0").neighbours("203.0.113.0/24", "wg0").gateway("198.51.100.0/24", "wg0");
    assertThat(isBlocked("203.0.113.1", false)).isTrue();
    assertThat(isBlocked("198.51.100.1", false)).isTrue();
    assertThat(isBlocked("1.1.1.1", false)).isFalse();
  }

  @Test
  void behindATunnelForEverythingIsTheInternetAndWhatItHasBesidesIsNot() {
    host.tunnel("wg0").neighbours("0.0.0.0/0", "wg0").neighbours("203.0.113.0/24", "wg0");
    assertThat(isBlocked("1.1.1.1", false)).isFalse();
    assertThat(isBlocked("203.0.113.1", false)).isTrue();
  }

  @Test
  void aTunnelForBothHalvesIsOneForEverything() {
    host.tunnel("wg0")
        .neighbours("0.0.0.0/1", "wg0")
        .neighbours("128.0.0.0/1", "wg0")
        .neighbours("203.0.113.0/24", "wg0")
        .neighbours("::/1", "wg0")
        .neighbours("8000::/1", "wg0");
    assertThat(isBlocked("1.1.1.1", false)).isFalse();
    assertThat(isBlocked("203.0.113.1", false)).isTrue();
    assertThat(isBlocked("2606:4700:4700::1111", true)).isFalse();
  }

  @Test
  void aTunnelForAListThatIsMostOfTheInternetIsOneForEverything() {
    host.tunnel("wg0").address("10.8.0.2", 32, "wg0");
    // Everything except what begins with 10 and 192: lists for AllowedIPs leave out private ranges.
    allBut(10, 192).forEach(part -> host.neighbours(part, "wg0"));
    assertThat(PUBLIC).noneMatch(address -> isBlocked(address, false));
    assertThat(isBlocked("10.8.0.1", false)).isTrue();
  }

  @Test
  void aTunnelForAListThatIsLessThanHalfIsNetworksOfItsOwn() {
    host.tunnel("wg0").neighbours("64.0.0.0/2", "wg0").neighbours("203.0.113.0/24", "wg0");
    assertThat(isBlocked("93.184.216.34", false)).isTrue();
    assertThat(isBlocked("203.0.113.1", false)).isTrue();
    assertThat(isBlocked("9.9.9.9", false)).isFalse();
  }

  @Test
  void aListOfOneTunnelDoesNotOpenTheNetworksOfAnother() {
    host.tunnel("wg0").tunnel("wg1").neighbours("203.0.113.0/24", "wg1");
    allBut(10).forEach(part -> host.neighbours(part, "wg0"));
    assertThat(isBlocked("203.0.113.1", false)).isTrue();
    assertThat(isBlocked("1.1.1.1", false)).isFalse();
  }

  /** All networks of length 8, except those that begin with these numbers. */
  private static List<String> allBut(Integer... left) {
    return Stream.iterate(1, first -> first < 224, first -> first + 1)
        .filter(first -> !List.of(left).contains(first))
        .map(first -> first + ".0.0.0/8")
        .toList();
  }

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whereverAMachineIsItIsBlockedAndTheRestOfTheInternetIsNot(long seed) {
    Random random = new Random(seed);
    boolean ipv6 = random.nextBoolean();
    List<IpNetwork> near = new ArrayList<>();
    anyHost(random, near);
    NetworkFacts facts = host.facts();
    List<BlockedRange> blocked = BlockedRanges.of(facts, ipv6);

    assertThat(facts.addresses())
        .allMatch(own -> isIn(blocked, own.address()))
        .allMatch(
            own -> isIn(blocked, own.network().base()) && isIn(blocked, own.network().last()));
    for (String range : List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")) {
      assertThat(isIn(blocked, anyIn(IpNetwork.of(range), random))).isTrue();
    }
    for (String open : PUBLIC) {
      IpAddress address = IpAddress.of(open);
      boolean isNear = near.stream().anyMatch(network -> network.contains(address));
      assertThat(isIn(blocked, address)).as(open).isEqualTo(isNear);
    }
    for (BlockedRange one : blocked) {
      assertThat(blocked)
          .as("none is part of another")
          .filteredOn(other -> !other.equals(one))
          .noneMatch(other -> other.range().overlaps(one.range()));
    }
    assertThat(blocked).extracting(one -> one.range().base()).isSorted().doesNotHaveDuplicates();
  }

  /** A machine with addresses and routes of any kind, some of them around public addresses. */
  private void anyHost(Random random, List<IpNetwork> near) {
    int devices = 1 + random.nextInt(5);
    for (int number = 0; number < devices; number++) {
      String device = "dev" + number;
      if (random.nextInt(3) == 0) {
        host.tunnel(device);
      }
      IpAddress address = anyAddress(random);
      IpNetwork network = IpNetwork.around(address, 8 + random.nextInt(address.bits() - 7));
      host.address(address.toString(), network.length(), device);
      near.add(network);
      IpNetwork routed = IpNetwork.around(anyAddress(random), 12 + random.nextInt(20));
      host.neighbours(routed.base() + "/" + routed.length(), device);
      near.add(routed);
    }
  }

  private static IpAddress anyAddress(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> IpAddress.of(PUBLIC.get(random.nextInt(PUBLIC.size())));
      case 1 -> new IpAddress(128, new BigInteger(128, random));
      default -> new IpAddress(32, new BigInteger(32, random));
    };
  }

  private static IpAddress anyIn(IpNetwork network, Random random) {
    BigInteger place = new BigInteger(network.base().bits() - network.length(), random);
    return new IpAddress(network.base().bits(), network.base().value().add(place));
  }

  private static boolean isIn(List<BlockedRange> blocked, IpAddress address) {
    return blocked.stream().anyMatch(one -> one.range().contains(address));
  }

  private boolean isBlocked(String address, boolean ipv6) {
    return isIn(BlockedRanges.of(host.facts(), ipv6), IpAddress.of(address));
  }

  private List<String> ranges(boolean ipv6) {
    return BlockedRanges.of(host.facts(), ipv6).stream()
        .map(blocked -> blocked.range().toString())
        .toList();
  }
}
