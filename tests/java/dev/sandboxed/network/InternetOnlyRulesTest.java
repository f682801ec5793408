package dev.sandboxed.network;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.Surroundings;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.NetworkRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternetOnlyRulesTest {

  private final Surroundings host =
      new Surroundings()
          .address("127.0.0.1", 8, "lo")
          .address("192.168.1.5", 24, "wlan0")
          .gateway("0.0.0.0/0", "wlan0");

  private final Layers request = layer("a");

  @Test
  void withoutWishesThereIsTheUsualNetworkAndTheHostsResolver() {
    NetworkTier.InternetOnly tier = decide();
    assertThat(tier.blocked()).isEqualTo(BlockedRanges.of(host.facts(), false));
    assertThat(tier.reach()).isEmpty();
    assertThat(tier.publish()).isEmpty();
    assertThat(tier.nameServers()).hasToString("[10.0.2.3]");
    assertThat(tier.subnet()).hasToString("10.0.2.0/24");
    assertThat(tier.mtu()).isEqualTo(1500);
    assertThat(tier.ipv6()).isFalse();
  }

  @Test
  void everyWishThatCanBeFulfilledIs() {
    request
        .reach("192.168.1.20:5432", "127.0.0.1:11434", "[fd12::20]:5432")
        .publish("3000", "127.0.0.1:8080:3000")
        .dns("9.9.9.9", "2620:fe::fe")
        .subnet("10.5.0.0/16")
        .mtu(9000)
        .ipv6(true);
    NetworkTier.InternetOnly tier = decide();
    assertThat(tier.blocked()).isEqualTo(BlockedRanges.of(host.facts(), true));
    assertThat(said(tier.reach()))
        .containsExactly(
            "192.168.1.20:5432 by profile a, a.toml:1:1",
            "127.0.0.1:11434 by profile a, a.toml:2:1",
            "[fd12::20]:5432 by profile a, a.toml:3:1");
    assertThat(said(tier.publish()))
        .containsExactly(
            "127.0.0.1:3000 to port 3000 by profile a, a.toml:4:1",
            "127.0.0.1:8080 to port 3000 by profile a, a.toml:5:1");
    assertThat(tier.nameServers()).hasToString("[9.9.9.9, 2620:fe::fe]");
    assertThat(tier.subnet()).hasToString("10.5.0.0/16");
    assertThat(tier.mtu()).isEqualTo(9000);
    assertThat(tier.ipv6()).isTrue();
  }

  @Test
  void ofOneHoleThatIsNamedTwiceTheFirstPlaceIsTheReason() {
    request.reach("10.0.0.1:1", "10.0.0.1:2", "10.0.0.1:1");
    assertThat(said(decide().reach()))
        .containsExactly(
            "10.0.0.1:1 by profile a, a.toml:1:1", "10.0.0.1:2 by profile a, a.toml:2:1");
  }

  @Test
  void aNameServerThatWouldBeBlockedIsAHoleForQuestionsAlone() {
    request.reach("192.168.1.1:443").dns("192.168.1.1", "9.9.9.9", "127.0.0.53");
    assertThat(said(decide().reach()))
        .containsExactly(
            "192.168.1.1:443 by profile a, a.toml:1:1",
            "192.168.1.1:53 by profile a, a.toml:2:1",
            "127.0.0.53:53 by profile a, a.toml:4:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "224.0.0.251", "239.255.255.250", "[::]", "[ff02::1]"})
  void whatIsNotOneHostIsNotReached(String address) {
    request.reach(address + ":80").ipv6(true);
    assertThat(refused())
        .containsExactly(
            "a.toml:1:1: "
                + address
                + ":80 is not a single host\n"
                + "  name the host's own address; 127.0.0.1 is this host's loopback");
  }

  @Test
  void theLoopbackIsReachedOverIpv4() {
    request.reach("[::1]:11434").ipv6(true);
    assertThat(refused())
        .containsExactly(
            """
            a.toml:1:1: the host's loopback cannot be reached over IPv6
              write 127.0.0.1\
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, network.no-host",
    "224.0.0.251, network.no-host",
    "ff02::fb, network.no-host",
    "::1, network.loopback-v6",
    "fd00::3, network.in-own-subnet",
    "fd12::53, network.no-ipv6"
  })
  void whatIsNotReachedIsNotAskedEither(String server, String code) {
    request.dns(server).ipv6(!code.equals("network.no-ipv6"));
    assertThat(Refusals.codesOf(this::decide)).containsExactly(code);
  }

  @Test
  void noHostIsInTheSandboxesOwnIpv6Network() {
    request.reach("[fd00::2]:80").ipv6(true);
    assertThat(refused())
        .containsExactly(
            """
            a.toml:1:1: fd00::2 is in the sandbox's own IPv6 network, fd00::/64
              use another address of that host\
            """);
  }

  @Test
  void withoutIpv6NothingOfItIsReachedOrAsked() {
    request.reach("[fd12::20]:80").dns("2620:fe::fe", "9.9.9.9");
    assertThat(refused())
        .containsExactly(
            """
            a.toml:1:1: fd12::20 is an IPv6 address, and the sandbox has no IPv6
              write its IPv4 address, or set ipv6 = true\
            """,
            """
            a.toml:2:1: 2620:fe::fe is an IPv6 address, and the sandbox has no IPv6
              write its IPv4 address, or set ipv6 = true\
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.168.1.5"})
  void publishingBeyondLoopbackNeedsAFilter(String address) {
    request.publish(address + ":8080:3000");
    assertThat(refused())
        .containsExactly(
            "a.toml:1:1: publishing on "
                + address
                + " needs nft, which is not on PATH: without it the agent could open connections"
                + " to the clients\n"
                + "  install it (Debian, Ubuntu: apt-get install nftables), or publish on"
                + " 127.0.0.1");
    host.nft();
    assertThat(decide().publish()).hasSize(1);
  }

  @Test
  void onePortOfTheHostLeadsToOnePortInside() {
    request.publish("8080:3000", "3000", "8080:4000");
    assertThat(refused())
        .containsExactly(
            """
            a.toml:3:1: 127.0.0.1:8080 cannot lead to port 4000, because it already leads to port 3000 \
            (profile a, a.toml:1:1)
              publish one of them at another port of the host\
            """);
  }

  @Test
  void aPortIsPublishedAtSeveralPlacesButOnlyOnceAtEach() {
    request.publish("8080:3000", "127.0.0.2:8080:3000", "9090:3000", "127.0.0.1:8080:3000");
    assertThat(said(decide().publish()))
        .containsExactly(
            "127.0.0.1:8080 to port 3000 by profile a, a.toml:1:1",
            "127.0.0.2:8080 to port 3000 by profile a, a.toml:2:1",
            "127.0.0.1:9090 to port 3000 by profile a, a.toml:3:1");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.2.0/24, 10.1.2.0/24",
    "10.0.2.128/30, 10.1.2.0/24",
    "10.0.0.0/16, 10.1.2.0/24",
    "10.0.0.0/15, 10.2.2.0/24",
    "10.0.0.0/8, 172.16.2.0/24",
    // So short that it is the way out, or a part of it.
    "0.0.0.0/1, 10.0.2.0/24"
  })
  void aNetworkThatIsThereAlreadyMakesTheSandboxesMove(String there, String moved) {
    host.gateway(there, "eth0");
    NetworkTier.InternetOnly tier = decide();
    assertThat(tier.subnet()).hasToString(moved);
    assertThat(tier.nameServers()).containsExactly(IpNetwork.of(moved).base().plus(3));
  }

  @Test
  void theNetworkOfAnAddressCountsAsWell() {
    host.address("10.0.2.15", 24, "enp0s3");
    assertThat(decide().subnet()).hasToString("10.1.2.0/24");
  }

  @Test
  void whatIsToBeReachedOrAskedMakesItMoveToo() {
    request.reach("10.0.2.7:80").dns("10.1.2.53");
    assertThat(decide().subnet()).hasToString("10.2.2.0/24");
  }

  @Test
  void itMovesThroughAllPrivateNetworks() {
    host.gateway("10.0.0.0/8", "eth0").gateway("172.16.0.0/12", "eth0");
    assertThat(decide().subnet()).hasToString("192.168.0.0/24");
  }

  @Test
  void whereNoNetworkIsLeftTheProblemSaysWhatToDo() {
    host.gateway("10.0.0.0/8", "eth0")
        .gateway("172.16.0.0/12", "eth0")
        .gateway("192.168.0.0/16", "eth0");
    assertThat(refused())
        .containsExactly(
            """
            this machine has a route to every private network that the sandbox could use
              set [network] subnet to a network that is not used here, for example 198.18.2.0/24\
            """);
    request.subnet("198.18.2.0/24");
    assertThat(decide().subnet()).hasToString("198.18.2.0/24");
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.168.1.0/25", "192.168.0.0/16", "10.9.0.0/24"})
  void aChosenNetworkThatIsThereAlreadyIsRefused(String subnet) {
    request.subnet(subnet).reach("10.9.0.1:80");
    assertThat(refused())
        .containsExactly(
            "a.toml:1:1: the sandbox's network cannot be "
                + subnet
                + ": this machine has a route in it, or the profile an address\n"
                + "  choose another, or leave it out and sandboxed chooses one");
  }

  @Test
  void onePortOfTheLoopbackCannotBeTheHostsAndPublishedToo() {
    request.reach("127.0.0.1:3000", "192.168.1.20:4000").publish("3000", "8080:4000");
    assertThat(refused())
        .containsExactly(
            "a.toml:3:1: port 3000 of the loopback inside cannot be published, because it leads to the"
                + " host's (profile a, a.toml:1:1)\n"
                + "  have the server inside listen on another port");
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    request
        .reach("0.0.0.0:1", "[::1]:1", "[fd12::1]:1")
        .dns("2620:fe::fe")
        .publish("0.0.0.0:1:1", "2:1", "2:2")
        .subnet("192.168.1.0/24");
    assertThat(Refusals.codesOf(this::decide))
        .containsExactly(
            "network.no-host",
            "network.loopback-v6",
            "network.no-ipv6",
            "network.no-ipv6",
            "network.missing-program",
            "network.subnet-in-use",
            "network.published-twice");
  }

  @Test
  void whatNoLineOfAFileSaidSaysWhereItIsFrom() {
    NetworkRequest said =
        new NetworkRequest(
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Optional.of(
                new Located<>(IpNetwork.of("192.168.1.0/24"), new Origin.CommandLine("--subnet"))),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertThat(Refusals.textsOf(() -> InternetOnlyRules.decide(said, host.facts())))
        .singleElement()
        .asString()
        .startsWith("the sandbox's network cannot be 192.168.1.0/24")
        .contains(" (option --subnet)\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 255})
  void noNetworkIsChosenThatIsThere(int hole) {
    IntStream.rangeClosed(0, 255)
        .filter(second -> second != hole)
        .forEach(second -> host.gateway("10." + second + ".0.0/16", "eth0"));
    assertThat(decide().subnet()).hasToString("10." + hole + ".2.0/24");
  }

  private NetworkTier.InternetOnly decide() {
    return InternetOnlyRules.decide(request.built().network(), host.facts());
  }

  private List<String> refused() {
    return Refusals.textsOf(this::decide);
  }

  private static <T> List<String> said(List<Located<T>> values) {
    return values.stream().map(one -> one.value() + " by " + one.origin().describe()).toList();
  }
}
