package dev.sandboxed.names;

import dev.sandboxed.address.IpNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How HAProxy gets from a name to a server. It asks for the name itself, checks what it is told,
 * and connects to nothing else.
 *
 * <p>Asked for an address of IPv4, it takes one of IPv6 if there is no other. With IPv6 it then
 * asks for an address of that as well, so that each kind that a name has is checked; the second
 * address is what a connection goes to if the first does not take it. HAProxy has one destination
 * for each connection, so that way leads through itself once more, with the address on a label.
 */
final class HaproxyConnection {

  private static final String BLOCKED = "blocked";
  private static final String BLOCKED_V6 = "blocked6";

  private final boolean ipv6;

  HaproxyConnection(boolean ipv6) {
    this.ipv6 = ipv6;
  }

  /** The files of blocked ranges, by their names. To HAProxy, every address of IPv4 is in ::/0. */
  Map<String, String> lists(List<IpNetwork> blocked) {
    Map<String, String> lists = new LinkedHashMap<>();
    lists.put(BLOCKED, list(blocked, true));
    if (ipv6) {
      lists.put(BLOCKED_V6, list(blocked, false));
    }
    return lists;
  }

  private static String list(List<IpNetwork> blocked, boolean v4) {
    return blocked.stream()
        .filter(range -> range.base().isV4() == v4)
        .map(range -> range + "\n")
        .collect(Collectors.joining());
  }

  /** The name is resolved now and here, so an answer that changes is decided about again. */
  String rules(String rules, String scope, String refuse) {
    String refused = "{ var(%s.refused) -m found }".formatted(scope);
    return "  %s do-resolve(%s.to,host,ipv4) var(%s.name) unless %s\n"
            .formatted(rules, scope, scope, refused)
        + "  %s set-var(%s.verdict) str(unresolved) unless %s or { var(%s.to) -m found }\n"
            .formatted(rules, scope, refused, scope)
        + "  %s %s unless { var(%s.to) -m found }\n".formatted(rules, refuse, scope)
        + (ipv6 ? another(rules, scope) : noOther(rules, scope, refuse))
        + "  %s set-var(%s.verdict) str(blocked) if %s\n"
            .formatted(rules, scope, isBlocked(scope, "to"))
        + "  %s %s if { var(%s.verdict) -m str blocked }\n".formatted(rules, refuse, scope)
        + "  %s set-var(%s.verdict) str(allowed) unless %s\n".formatted(rules, scope, refused)
        + "  %s set-log-level info unless %s\n".formatted(rules, refused)
        + "  %s set-dst var(%s.to) unless %s\n".formatted(rules, scope, refused);
  }

  /** If it is blocked it counts as the address of the name, so that the name is. */
  private String another(String rules, String scope) {
    return "  %s do-resolve(%s.other,host,ipv6) var(%s.name) if { var(%s.to) -m found }\n"
            .formatted(rules, scope, scope, scope)
        + "  %s set-var(%s.to) var(%s.other) if %s\n"
            .formatted(rules, scope, scope, isBlocked(scope, "other"));
  }

  private static String noOther(String rules, String scope, String refuse) {
    String other = isOfV6(scope, "to");
    return "  %s set-var(%s.verdict) str(unresolved) if %s\n".formatted(rules, scope, other)
        + "  %s %s if %s\n".formatted(rules, refuse, other);
  }

  private String isBlocked(String scope, String which) {
    String in = "{ var(%s.%s) -m ip -f %s }".formatted(scope, which, BLOCKED);
    return ipv6
        ? in
            + " or %s { var(%s.%s) -m ip -f %s }"
                .formatted(isOfV6(scope, which), scope, which, BLOCKED_V6)
        : in;
  }

  private static String isOfV6(String scope, String which) {
    return "{ var(%s.%s) -m sub : }".formatted(scope, which);
  }

  /** What a frontend writes on the label. */
  String label(String scope) {
    return ipv6 ? "  unique-id-format %%[var(%s.other)]\n".formatted(scope) : "";
  }

  /** What a line of the log has of it. */
  String members(String scope) {
    return ipv6
        ? ",\"other\":\"%%[var(%s.other)]\",\"used\":\"%%[srv_name]\"".formatted(scope)
        : "";
  }

  /**
   * What a backend connects to.
   *
   * @param port 0 for that of the connection
   * @param how more words
   */
  String servers(int port, String how) {
    return ipv6
        ? """
          retries 1
          option redispatch 1
          timeout connect 4s
          use-server address if TRUE
          server address 0.0.0.0:%d%s
          server other abns@other send-proxy-v2 proxy-v2-options unique-id%s
        """
            .formatted(port, how, how)
        : "  server any 0.0.0.0:%d%s\n".formatted(port, how);
  }

  /** The way to the second address, which has been checked by whoever sends something here. */
  String other() {
    return ipv6
        ? """

        frontend other
          bind abns@other accept-proxy
          mode tcp
          no log
          tcp-request content set-dst fc_pp_unique_id
          use_backend other

        backend other
          mode tcp
          server any 0.0.0.0:0
        """
        : "";
  }
}
