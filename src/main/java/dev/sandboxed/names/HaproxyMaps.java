package dev.sandboxed.names;

import dev.sandboxed.address.IpAddress;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules as maps of HAProxy: a key, a space, and the rule that it comes from, with file and
 * line. Names are looked up whole, and domains by their ends with the dot in front: HAProxy's
 * map_dom would find a domain's labels anywhere in a name.
 */
final class HaproxyMaps {

  /** A map of names, or of an address and a port. */
  static final String NAMES = "names";

  /** A map of domains. */
  static final String BELOW = "below";

  static final String ALLOW = "allow";
  static final String DENY = "deny";

  /** The map of the names that addresses stand for. */
  static final String STAND_INS = "stand-ins";

  private HaproxyMaps() {}

  /** The maps, by their names. */
  static Map<String, String> of(NameNetwork network) {
    Map<String, String> maps = new LinkedHashMap<>();
    HostRules rules = network.rules();
    for (Channel channel : List.of(Channel.TLS, Channel.HTTP)) {
      int port = channel == Channel.TLS ? Channel.HTTPS_PORT : Channel.HTTP_PORT;
      for (boolean below : List.of(false, true)) {
        maps.put(name(channel, ALLOW, below), lines(rules.allow(), port, below, ALLOW));
        maps.put(name(channel, DENY, below), lines(rules.deny(), port, below, DENY));
      }
    }
    streams(network, maps);
    return maps;
  }

  static String name(Channel channel, String kind, boolean below) {
    return channel.word() + "-" + kind + "-" + (below ? BELOW : NAMES);
  }

  /**
   * A rule that comes first in the list stays first: of two ends that fit, the longer one counts.
   */
  private static String lines(
      List<Located<HostPattern>> rules, int port, boolean below, String kind) {
    Map<String, String> lines = new LinkedHashMap<>();
    rules.stream()
        .filter(rule -> rule.value().below() == below)
        .filter(rule -> rule.value().port().map(only -> only == port).orElse(true))
        .forEach(
            rule -> lines.putIfAbsent((below ? "." : "") + rule.value().name(), words(rule, kind)));
    return text(lines);
  }

  private static void streams(NameNetwork network, Map<String, String> maps) {
    Map<String, String> allowed = new LinkedHashMap<>();
    Map<String, String> denied = new LinkedHashMap<>();
    Map<String, String> names = new LinkedHashMap<>();
    Map<HostName, IpAddress> addresses = network.streams();
    addresses.forEach((name, address) -> {
      names.put(address.toString(), name.text());
      // An address without a port is none that HAProxy looks up: whoever grants a port does.
      everyPort(network.rules(), name)
          .ifPresent(rule -> denied.put(address.toString(), words(rule, DENY)));
      for (int port : ports(network.rules(), name)) {
        HostRules.Verdict verdict = network.rules().decide(name, port);
        verdict
            .rule()
            .ifPresent(rule ->
                (verdict.allowed() ? allowed : denied)
                    .put(address + ":" + port, words(rule, verdict.allowed() ? ALLOW : DENY)));
      }
    });
    maps.put(name(Channel.STREAM, ALLOW, false), text(allowed));
    maps.put(name(Channel.STREAM, DENY, false), text(denied));
    maps.put(STAND_INS, text(names));
  }

  private static Optional<Located<HostPattern>> everyPort(HostRules rules, HostName name) {
    return rules.deny().stream()
        .filter(rule -> rule.value().port().isEmpty() && rule.value().matches(name))
        .findFirst();
  }

  private static List<Integer> ports(HostRules rules, HostName name) {
    // Those that only a rule denies, too: nobody can allow them while a session runs.
    return new ArrayList<>(
        Stream.concat(rules.allow().stream(), rules.deny().stream())
            .map(Located::value)
            .filter(rule -> !rule.below() && rule.name().equals(name))
            .flatMap(rule -> rule.port().stream())
            .filter(port -> Channel.of(port) == Channel.STREAM)
            .distinct()
            .toList());
  }

  private static String words(Located<HostPattern> rule, String kind) {
    return Printable.line(kind + " " + rule.value() + ", " + rule.origin().describe());
  }

  private static String text(Map<String, String> lines) {
    return lines.entrySet().stream()
        .map(line -> line.getKey() + " " + line.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
