package dev.sandboxed.names;

import dev.sandboxed.problem.Located;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The configuration of dnsmasq, which answers every question itself: no name ever leaves the
 * sandbox as a question. Options are those of dnsmasq(8), version 2.90.
 */
public final class DnsmasqFile {

  // Its absence turns off DNS over HTTPS in Firefox (Mozilla, "Canary domain").
  private static final String CANARY = "use-application-dns.net";

  private DnsmasqFile() {}

  /** The text. */
  public static String of(NameNetwork network) {
    StringBuilder text = new StringBuilder(always(network));
    HostRules rules = network.rules();
    Map<HostName, Boolean> domains = new TreeMap<>();
    patterns(rules)
        .filter(HostPattern::below)
        .map(HostPattern::name)
        .forEach(domain -> domains.put(domain, rules.allowsSome(in(domain, rules))));
    domains.forEach((domain, allowed) ->
        text.append("address=/*.")
            .append(domain)
            .append('/')
            .append(allowed ? network.shared() : network.refused())
            .append('\n'));
    Map<HostName, ?> streams = network.streams();
    TreeSet<HostName> names = new TreeSet<>();
    patterns(rules).filter(rule -> !rule.below()).map(HostPattern::name).forEach(names::add);
    for (HostName name : names) {
      Object address =
          streams.containsKey(name)
              ? streams.get(name)
              : rules.allowsSome(name) ? network.shared() : network.refused();
      text.append("host-record=").append(name).append(',').append(address).append('\n');
    }
    return text.toString();
  }

  /**
   * What is the same for all rules. There is nobody whom it could ask (no-resolv), {@code local=//}
   * is about single labels, and {@code local=/#/} about types other than A, of which there is no
   * answer.
   */
  private static String always(NameNetwork network) {
    return """
    no-resolv
    no-hosts
    no-poll
    bind-interfaces
    listen-address=%s
    log-queries
    log-facility=-
    cache-size=0
    local=//
    local=/#/
    local=/local/
    local=/localhost/
    local=/invalid/
    local=/arpa/
    local=/%s/
    address=/#/%s
    """
        .formatted(
            network.router(),
            CANARY,
            network.rules().any().isPresent() ? network.shared() : network.refused());
  }

  /** A name in a domain that no rule is about by itself: it stands for all of those. */
  private static HostName in(HostName domain, HostRules rules) {
    String label = "a";
    while (isTaken(label, domain, rules)) {
      label += "a";
    }
    return new HostName(label + "." + domain);
  }

  private static boolean isTaken(String label, HostName domain, HostRules rules) {
    String name = label + "." + domain;
    return patterns(rules)
        .map(rule -> rule.name().text())
        .anyMatch(other -> other.equals(name) || other.endsWith("." + name));
  }

  private static Stream<HostPattern> patterns(HostRules rules) {
    return Stream.concat(rules.allow().stream(), rules.deny().stream()).map(Located::value);
  }
}
