package dev.sandboxed.host;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads what {@code ip -json} printed about addresses and routes. */
final class NetworkReport {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<NetworkFacts.Address> addresses = new ArrayList<>();
  private final List<NetworkFacts.Route> routes = new ArrayList<>();
  private final Set<String> tunnels = new TreeSet<>();

  private NetworkReport() {}

  /**
   * The facts in a report.
   *
   * @param json the answers to {@code address} and {@code route show table all}, one after the
   *     other
   * @throws IOException if the text is anything else
   */
  static NetworkFacts read(String json, NetworkTools tools) throws IOException {
    NetworkReport report = new NetworkReport();
    try (JsonParser answers = MAPPER.createParser(json)) {
      next(answers).forEach(report::device);
      next(answers).forEach(report::route);
    } catch (IllegalArgumentException notAnAddress) {
      throw new IOException(notAnAddress);
    }
    return new NetworkFacts(tools, report.addresses, report.routes, report.tunnels);
  }

  private static JsonNode next(JsonParser answers) throws IOException {
    JsonNode answer = answers.readValueAsTree();
    if (answer == null || !answer.isArray()) {
      throw new IOException("it did not print a list");
    }
    return answer;
  }

  private void device(JsonNode device) {
    String name = device.path("ifname").asText();
    for (JsonNode flag : device.path("flags")) {
      // IPsec devices (xfrm, vti) have no neighbours to ask for, and only that in common.
      if (flag.asText().equals("POINTOPOINT") || flag.asText().equals("NOARP")) {
        tunnels.add(name);
      }
    }
    for (JsonNode entry : device.path("addr_info")) {
      IpAddress local = IpAddress.of(entry.path("local").asText());
      // The other end of a tunnel; the network is then that end's.
      IpAddress neighbour =
          entry.has("address") ? IpAddress.of(entry.path("address").asText()) : local;
      addresses.add(
          new NetworkFacts.Address(
              local, IpNetwork.around(neighbour, entry.path("prefixlen").asInt()), name));
    }
  }

  private void route(JsonNode route) {
    switch (route.path("type").asText("unicast")) {
      case "local", "anycast" -> add(route, route, NetworkFacts.Next.HERE);
      case "unicast" -> {
        JsonNode hops = route.path("nexthops");
        if (hops.isEmpty()) {
          hop(route, route);
        }
        hops.forEach(hop -> hop(route, hop));
      }
      // Broadcast and multicast are blocked anyway; packets for the other types go nowhere.
      default -> {}
    }
  }

  private void hop(JsonNode route, JsonNode hop) {
    boolean gateway = hop.has("gateway") || hop.has("via");
    add(route, hop, gateway ? NetworkFacts.Next.GATEWAY : NetworkFacts.Next.NEIGHBOUR);
  }

  private void add(JsonNode route, JsonNode hop, NetworkFacts.Next next) {
    routes.add(new NetworkFacts.Route(destination(route), next, hop.path("dev").asText("")));
  }

  private static IpNetwork destination(JsonNode route) {
    String written = route.path("dst").asText();
    if (written.equals("default")) {
      // Only IPv6 routes are printed with a preference.
      return IpNetwork.of(route.has("pref") ? "::/0" : "0.0.0.0/0");
    }
    return IpNetwork.parse(written).orElseGet(() -> IpAddress.of(written).network());
  }
}
