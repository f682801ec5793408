package dev.sandboxed.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.fixture.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The reports are what {@code ip} from iproute2 6.1 printed in network namespaces, an entry a line.
 */
class NetworkReportTest {

  private static final Path REPORTS = Path.of("tests/fixtures/network");
  private static final NetworkTools TOOLS = Machine.withUsr().surroundings().tools();

  @Test
  void aLaptopWithContainersAndTailscaleIsInAllTheirNetworks() throws IOException {
    NetworkFacts facts = facts("laptop");
    assertThat(facts.tools()).isEqualTo(TOOLS);
    assertThat(facts.tunnels()).containsExactly("tailscale0");
    assertThat(addresses(facts))
        .containsExactly(
            "127.0.0.1 in 127.0.0.0/8 on lo",
            "::1 in ::1 on lo",
            "192.168.1.5 in 192.168.1.0/24 on wlan0",
            "2001:db8:1::5 in 2001:db8:1::/64 on wlan0",
            "fe80::381e:cfff:fe87:4ecf in fe80::/64 on wlan0",
            "172.17.0.1 in 172.17.0.0/16 on docker0",
            "fe80::3421:efff:fea9:1ccd in fe80::/64 on docker0",
            "100.101.102.103 in 100.101.102.103 on tailscale0",
            "fd7a:115c:a1e0::1234 in fd7a:115c:a1e0::1234 on tailscale0");
    assertThat(routes(facts))
        .containsExactly(
            "100.64.1.2 NEIGHBOUR tailscale0",
            "100.100.100.100 NEIGHBOUR tailscale0",
            "203.0.113.0/24 NEIGHBOUR tailscale0",
            "0.0.0.0/0 GATEWAY wlan0",
            "172.17.0.0/16 NEIGHBOUR docker0",
            "192.168.1.0/24 NEIGHBOUR wlan0",
            "100.101.102.103 HERE tailscale0",
            "127.0.0.0/8 HERE lo",
            "127.0.0.1 HERE lo",
            "172.17.0.1 HERE docker0",
            "192.168.1.5 HERE wlan0",
            "2001:db8:1::/64 NEIGHBOUR wlan0",
            "fd7a:115c:a1e0::1234 NEIGHBOUR tailscale0",
            "fe80::/64 NEIGHBOUR wlan0",
            "fe80::/64 NEIGHBOUR docker0",
            "::/0 GATEWAY wlan0",
            "::1 HERE lo",
            "fd7a:115c:a1e0::1234 HERE tailscale0");
  }

  @Test
  void aTunnelForEverythingHasRoutes() throws IOException {
    NetworkFacts facts = facts("full-tunnel");
    assertThat(facts.tunnels()).containsExactly("wg0");
    assertThat(addresses(facts)).contains("10.8.0.2 in 10.8.0.0/24 on wg0");
    assertThat(routes(facts))
        .contains(
            "0.0.0.0/1 NEIGHBOUR wg0",
            "128.0.0.0/1 NEIGHBOUR wg0",
            "10.8.0.0/24 NEIGHBOUR wg0",
            "203.0.113.77 GATEWAY eth0",
            "0.0.0.0/0 GATEWAY eth0");
  }

  @Test
  void aTunnelForAListOfNetworksHasEachOfThem() throws IOException {
    NetworkFacts facts = facts("allowed-ips");
    assertThat(facts.tunnels()).containsExactly("wg0");
    assertThat(routes(facts))
        .filteredOn(route -> route.endsWith(" NEIGHBOUR wg0"))
        .hasSize(32)
        .contains("64.0.0.0/2 NEIGHBOUR wg0", "192.169.0.0/16 NEIGHBOUR wg0");
  }

  @Test
  void eachOfSeveralWaysToANetworkIsARoute() throws IOException {
    assertThat(routes(facts("odd-routes")))
        .contains(
            "8.8.0.0/16 GATEWAY eth0",
            "8.8.0.0/16 NEIGHBOUR eth1",
            "2001:db8:2::/48 GATEWAY eth0",
            "2001:db8:2::/48 GATEWAY eth1");
  }

  @Test
  void aRouterMayHaveAnAddressOfTheOtherProtocol() throws IOException {
    assertThat(routes(facts("odd-routes"))).contains("9.9.9.0/24 GATEWAY eth0");
  }

  @Test
  void aNetworkMayBeTheMachineItself() throws IOException {
    assertThat(routes(facts("odd-routes"))).contains("192.0.2.0/24 HERE lo", "0.0.0.0/0 HERE lo");
  }

  @Test
  void theNetworkOfATunnelIsItsOtherEnd() throws IOException {
    assertThat(addresses(facts("odd-routes")))
        .contains("198.51.100.2 in 198.51.100.1 on ppp0", "203.0.113.9 in 203.0.113.8/30 on eth1");
  }

  @Test
  void whatLeadsNowhereIsNotARoute() throws IOException {
    assertThat(routes(facts("odd-routes")))
        .noneMatch(route -> route.startsWith("198.18.0.0/15 "))
        .noneMatch(route -> route.startsWith("203.0.113.128/25 "))
        .noneMatch(route -> route.startsWith("203.0.113.11 "))
        .noneMatch(route -> route.startsWith("ff00::/8 "));
  }

  @Test
  void aMachineWithoutAnyNetworkHasNothing() throws IOException {
    NetworkFacts facts = NetworkReport.read("[ ]\n[ ]\n", TOOLS);
    assertThat(facts.addresses()).isEmpty();
    assertThat(facts.routes()).isEmpty();
    assertThat(facts.tunnels()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "[]",
        "[]\n",
        "null\nnull\n",
        "{}\n[]\n",
        "[]\n{}\n",
        "[]\n\"routes\"\n",
        "Object \"address\" is unknown, try \"ip help\".\n",
        "[]\nCannot open netlink socket",
        "[{\"ifname\":\"a\",\"addr_info\":[{\"prefixlen\":24}]}]\n[]",
        "[{\"ifname\":\"a\",\"addr_info\":[{\"local\":\"host\",\"prefixlen\":24}]}]\n[]",
        "[{\"ifname\":\"a\",\"addr_info\":[{\"local\":\"10.0.0.1\",\"prefixlen\":64}]}]\n[]",
        "[{\"ifname\":\"a\",\"addr_info\":[{\"local\":\"10.0.0.1\",\"prefixlen\":-1}]}]\n[]",
        "[{\"addr_info\":[{\"local\":\"10.0.0.1\",\"address\":\"x\",\"prefixlen\":32}]}]\n[]",
        "[]\n[{}]",
        "[]\n[1]",
        "[]\n[{\"dst\":\"10.0.0.0/40\",\"dev\":\"a\"}]",
        "[]\n[{\"dst\":\"10.0.0.1/8\",\"dev\":\"a\"}]",
        "[]\n[{\"type\":\"local\",\"dst\":\"here\",\"dev\":\"a\"}]"
      })
  void anythingElseIsNotAReport(String json) {
    assertThatThrownBy(() -> NetworkReport.read(json, TOOLS)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"laptop", "odd-routes"})
  void aReportThatBreaksOffIsNotAReport(String name) throws IOException {
    String whole = text(name).strip();
    for (int length = 0; length < whole.length(); length++) {
      String part = whole.substring(0, length);
      assertThatThrownBy(() -> NetworkReport.read(part, TOOLS))
          .as("%s characters", length)
          .isInstanceOf(IOException.class);
    }
  }

  private static NetworkFacts facts(String name) throws IOException {
    return NetworkReport.read(text(name), TOOLS);
  }

  private static String text(String name) throws IOException {
    return Files.readString(REPORTS.resolve(name + ".json"));
  }

  private static List<String> addresses(NetworkFacts facts) {
    return facts.addresses().stream()
        .map(one -> one.address() + " in " + one.network() + " on " + one.device())
        .toList();
  }

  private static List<String> routes(NetworkFacts facts) {
    return facts.routes().stream()
        .map(one -> one.destination() + " " + one.next() + " " + one.device())
        .toList();
  }
}
