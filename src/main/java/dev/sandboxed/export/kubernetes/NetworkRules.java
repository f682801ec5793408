package dev.sandboxed.export.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.address.Endpoint;
import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.function.Predicate;

/** The network of internet-only as rules of a NetworkPolicy. */
final class NetworkRules {

  private static final List<IpNetwork> ALL =
      List.of(IpNetwork.of("0.0.0.0/0"), IpNetwork.of("::/0"));

  /**
   * IPv4 written as IPv6. It is on no wire: a connection to such an address is one of IPv4, which
   * has ranges of its own. The API server reads it as IPv4, and refuses a policy that has it here.
   */
  private static final IpNetwork MAPPED = IpNetwork.of("::ffff:0:0/96");

  private static final int DNS_PORT = 53;

  // The third address of the sandbox's own network stands for this machine's resolver.
  private static final int HOST_RESOLVER = 3;

  private final NetworkTier.InternetOnly tier;
  private final ArrayNode rules = JsonNodeFactory.instance.arrayNode();

  private NetworkRules(NetworkTier.InternetOnly tier) {
    this.tier = tier;
  }

  /** Where a pod may connect to; nowhere if there is no rule. */
  static ArrayNode egress(NetworkTier.InternetOnly tier) {
    NetworkRules made = new NetworkRules(tier);
    made.internet();
    made.names();
    tier.reach().forEach(made::hole);
    return made.rules;
  }

  /** The name servers that the person has chosen. */
  static List<IpAddress> nameServers(NetworkTier.InternetOnly tier) {
    IpAddress usual = tier.subnet().base().plus(HOST_RESOLVER);
    return tier.nameServers().stream().filter(server -> !server.equals(usual)).toList();
  }

  private void internet() {
    ArrayNode to = rules.addObject().putArray("to");
    for (IpNetwork all : ALL) {
      List<IpNetwork> closed =
          tier.blocked().stream()
              .map(NetworkTier.BlockedRange::range)
              .filter(all::contains)
              .filter(Predicate.not(MAPPED::contains))
              .toList();
      if (!closed.contains(all)) {
        ArrayNode except =
            to.addObject().putObject("ipBlock").put("cidr", cidr(all)).putArray("except");
        closed.forEach(range -> except.add(cidr(range)));
      }
    }
  }

  private void names() {
    if (nameServers(tier).isEmpty()) {
      ObjectNode rule = rules.addObject();
      ObjectNode peer = rule.putArray("to").addObject();
      peer.putObject("namespaceSelector")
          .putObject("matchLabels")
          .put("kubernetes.io/metadata.name", "kube-system");
      peer.putObject("podSelector").putObject("matchLabels").put("k8s-app", "kube-dns");
      ports(rule, DNS_PORT);
    }
  }

  private void hole(Located<Endpoint> hole) {
    ObjectNode rule = rules.addObject();
    rule.putArray("to")
        .addObject()
        .putObject("ipBlock")
        .put("cidr", cidr(hole.value().address().network()));
    ports(rule, hole.value().port());
  }

  /** With its length, which the API server wants even of one address. */
  private static String cidr(IpNetwork range) {
    return range.base() + "/" + range.length();
  }

  private static void ports(ObjectNode rule, int port) {
    ArrayNode ports = rule.putArray("ports");
    ports.addObject().put("protocol", "UDP").put("port", port);
    ports.addObject().put("protocol", "TCP").put("port", port);
  }
}
