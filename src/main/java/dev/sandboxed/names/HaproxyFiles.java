package dev.sandboxed.names;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The configuration of HAProxy and its maps. Everything in it is known to HAProxy 2.6 and 3.0.
 *
 * <p>It runs in the directory where sessions write, and makes its admin socket there, named after
 * the variable {@code SESSION}. It writes a line for each connection to 1, and for each that is
 * refused to 3 as well.
 */
public final class HaproxyFiles {

  /** The port of the router at which HAProxy takes connections with TLS. */
  public static final int TLS_PORT = 9443;

  /** The port for HTTP. */
  public static final int HTTP_PORT = 9980;

  /** The port for all others. */
  public static final int STREAM_PORT = 9999;

  private static final String CONFIGURATION = "haproxy.cfg";

  // A name in hexadecimal digits, because a NUL ends a text for whatever compares it.
  private static final String LETTERS = "2D|2E|3[0-9]|4[1-9A-F]|5[0-9A]|5F|6[1-9A-F]|7[0-9A]";

  // In bytes. HAProxy cuts a longer line, which is no JSON then: a name, and a rule with its file.
  private static final int LONGEST_LINE = 8192;

  // What a program hears of a refusal over HTTP.
  private static final String REFUSAL =
      "  http-request return status 403 content-type application/json lf-string "
          + "'{\"error\":\"refused by the sandbox: policy, not an outage\",\"host\":\"%[var(txn.name),json(utf8s)]\","
          + "\"verdict\":\"%[var(txn.verdict)]\",\"rule\":\"%[var(txn.rule),json(utf8s)]\"}' if { var(txn.refused) -m found }\n";

  // Which secret went out, and what the host said, or why it is not trusted.
  private static final String CREDENTIAL =
      ",\"credential\":\"%[var(txn.credential)]\",\"status\":%ST,\"error\":\"%[ssl_bc_err_str,json(utf8s)]\"";

  private final NameNetwork network;
  private final HaproxyCredentials credentials;
  private final HaproxyConnection connection;

  private HaproxyFiles(NameNetwork network) {
    this.network = network;
    connection = new HaproxyConnection(network.ipv6());
    credentials = new HaproxyCredentials(network.credentials(), connection);
  }

  /** The files, by their names. */
  public static Map<String, String> of(NameNetwork network) {
    HaproxyFiles files = new HaproxyFiles(network);
    Map<String, String> all = new LinkedHashMap<>(HaproxyMaps.of(network));
    all.putAll(files.connection.lists(network.blocked()));
    if (!network.credentials().isEmpty()) {
      all.put(HaproxyCredentials.HOSTS, files.credentials.hosts());
    }
    all.put(
        CONFIGURATION,
        files.global()
            + files.tls()
            + files.http()
            + files.streams()
            + files.credentials()
            + files.backends()
            + files.credentials.backends()
            + files.connection.other());
    return all;
  }

  /**
   * One thread is enough for one sandbox, and two seconds for what is still open at the end, which
   * src/main/bash/names ends before. A client of HAProxy's own, which nothing here uses, would read
   * all certificates of the host at every start, which takes two thirds of it. Before a large body
   * there is room for the longest secret, of 2048 bytes, as Basic has it.
   */
  private String global() {
    StringBuilder text =
        new StringBuilder(
            """
            global
              default-path config
              nbthread 1
              maxconn 4000
            %2$s  hard-stop-after 2s
              httpclient.ssl.verify none
              log fd@1 len %1$d format raw local0
              log fd@3 len %1$d format raw local0 err
              stats socket "unix@${SESSION}.admin" mode 600 level admin

            resolvers host
            """
                .formatted(
                    LONGEST_LINE,
                    network.credentials().isEmpty() ? "" : "  tune.maxrewrite 4096\n"));
    int number = 0;
    for (var resolver : network.resolvers()) {
      text.append("  nameserver ")
          .append(++number)
          .append(' ')
          .append(resolver.isV4() ? resolver : "[" + resolver + "]")
          .append(":53\n");
    }
    return text.append(
            """
              accepted_payload_size 8192
              resolve_retries 3
              timeout resolve 1s
              timeout retry 1s
              hold valid 1s
              hold obsolete 0s
              hold nx 0s
              hold other 0s
              hold refused 0s
              hold timeout 0s

            defaults
              log global
              option clitcpka
              option srvtcpka
              option splice-auto
              timeout connect 10s
              timeout client 7d
              timeout server 7d

            """)
        .toString();
  }

  private String tls() {
    return frontend("tls", TLS_PORT, "tcp", "sess")
        + """
          tcp-request inspect-delay 10s
          tcp-request content set-log-level err
          tcp-request content set-var(sess.verdict) str(unnamed)
          tcp-request content reject if { req.len gt 0 } !{ req.payload(0,1) -m bin 16 }
          tcp-request content set-var(sess.hex) req.ssl_sni,hex if { req.ssl_sni -m found }
          tcp-request content reject unless { var(sess.hex) -m reg '^(%s)+$' }
          tcp-request content reject if { req.ssl_sni,length gt %d }
          tcp-request content set-var(sess.name) req.ssl_sni,lower
        """
            .formatted(LETTERS, HostName.LONGEST)
            .indent(0)
        + decision("tcp-request content", "sess", Channel.TLS, "reject")
        + connection.rules("tcp-request content", "sess", "reject")
        + credentials.diversion()
        + "  use_backend tls\n\n";
  }

  private String streams() {
    String rules = "tcp-request content";
    return frontend("streams", STREAM_PORT, "tcp", "sess")
        // As long as a name may take; a server may speak first, so nothing else is waited for.
        + "  tcp-request inspect-delay 10s\n"
        + "  tcp-request content set-log-level err\n"
        + "  tcp-request content set-var(sess.verdict) str(denied)\n"
        + "  tcp-request content set-var-fmt(sess.at) \"%[dst]:%[dst_port]\"\n"
        + "  tcp-request content set-var(sess.name) dst,map_str("
        + HaproxyMaps.STAND_INS
        + ")\n"
        + look(
            rules, "sess", "at", HaproxyMaps.name(Channel.STREAM, HaproxyMaps.DENY, false), "str")
        + "  tcp-request content reject if { var(sess.rule) -m found }\n"
        + look(
            rules, "sess", "at", HaproxyMaps.name(Channel.STREAM, HaproxyMaps.ALLOW, false), "str")
        + "  tcp-request content reject unless { var(sess.rule) -m found }\n"
        + connection.rules(rules, "sess", "reject")
        + "  use_backend streams\n\n";
  }

  /**
   * The name is in each request, so each is decided about. Behind a switch of protocols nobody
   * looks at requests any more, so the only one there is goes to what is no HTTP (RFC 6455): h2c
   * would have names again.
   */
  private String http() {
    String refuse = "set-var(txn.refused) bool(true)";
    return frontend("http", HTTP_PORT, "http", "txn")
        + """
          http-request del-header upgrade unless { req.fhdr_cnt(upgrade) 1 } { req.fhdr(upgrade) -m str -i websocket }
          http-request set-log-level err
          http-request set-var(txn.verdict) str(unnamed)
          http-request set-var(txn.refused) bool(true) if METH_CONNECT
          http-request set-var(txn.refused) bool(true) unless { req.hdr_cnt(host) 1 }
          http-request set-var(txn.refused) bool(true) unless { req.hdr(host),length le %d }
          http-request set-var(txn.refused) bool(true) unless { req.hdr(host),hex -m reg '^(3A|%s)+$' }
          http-request set-var(txn.refused) bool(true) unless { req.hdr(host),lower -m reg '^%s(:80)?$' }
          http-request set-var(txn.name) req.hdr(host),lower,field(1,:) unless { var(txn.refused) -m found }
        """
            .formatted(HostName.LONGEST + ":80".length(), LETTERS, HostName.REGEX)
            .indent(0)
        + decision("http-request", "txn", Channel.HTTP, refuse)
        + connection.rules("http-request", "txn", refuse)
        + REFUSAL
        + "  use_backend http\n\n";
  }

  /** For the hosts of credentials TLS ends here, and the rules are asked again at each request. */
  private String credentials() {
    if (network.credentials().isEmpty()) {
      return "";
    }
    String refuse = "set-var(txn.refused) bool(true)";
    String rules = "http-request";
    return HaproxyCredentials.bind(log("credentials", "txn", "%[var(txn.asked)]", CREDENTIAL))
        + "  http-request set-var(txn.refused) bool(true) if "
        + HaproxyCredentials.refused()
        + "\n"
        + decision(rules, "txn", Channel.TLS, refuse)
        + connection.rules(rules, "txn", refuse)
        + REFUSAL
        + credentials.swaps();
  }

  /** TLS ends where it was begun, so nobody here reads what is in it. */
  private String backends() {
    return """
    backend tls
      mode tcp
    %s
    backend http
      mode http
      option http-server-close
    %s
    backend streams
      mode tcp
    %s\
    """
        .formatted(
            connection.servers(Channel.HTTPS_PORT, ""),
            connection.servers(Channel.HTTP_PORT, ""),
            connection.servers(0, ""));
  }

  private String frontend(String name, int port, String mode, String scope) {
    return """
    frontend %1$s
      bind %2$s:%3$d transparent
      mode %4$s
    """
            .formatted(name, network.router(), port, mode)
        + log(name, scope, "%[fc_dst]:%[fc_dst_port]", "");
  }

  private String log(String name, String scope, String asked, String more) {
    return connection.label(scope)
        + """
          log-format '{"time":"%%[date,utime(%%Y-%%m-%%dT%%H:%%M:%%SZ)]","kind":"%1$s","name":"%%[var(%2$s.name),json(utf8s)]","asked":"%3$s","verdict":"%%[var(%2$s.verdict)]","rule":"%%[var(%2$s.rule),json(utf8s)]","address":"%%[var(%2$s.to)]"%4$s%5$s,"sent":%%U,"received":%%B}'
        """
            .formatted(name, scope, asked, connection.members(scope), more);
  }

  /** Denied first, then allowed; what is neither is refused, unless any name is allowed. */
  private String decision(String rules, String scope, Channel channel, String refuse) {
    return "  %s set-var(%s.verdict) str(denied) if { var(%s.name) -m reg '^%s$' } { var(%s.name),length le %d }\n"
            .formatted(rules, scope, scope, HostName.REGEX, scope, HostName.LONGEST)
        + "  %s %s unless { var(%s.verdict) -m str denied }\n".formatted(rules, refuse, scope)
        + look(rules, scope, "name", HaproxyMaps.name(channel, HaproxyMaps.DENY, false), "str")
        + look(rules, scope, "name", HaproxyMaps.name(channel, HaproxyMaps.DENY, true), "end")
        + "  %s %s if { var(%s.rule) -m found }\n".formatted(rules, refuse, scope)
        + look(rules, scope, "name", HaproxyMaps.name(channel, HaproxyMaps.ALLOW, false), "str")
        + look(rules, scope, "name", HaproxyMaps.name(channel, HaproxyMaps.ALLOW, true), "end")
        + any(rules, scope)
        + "  %s %s unless { var(%s.rule) -m found }\n".formatted(rules, refuse, scope);
  }

  /** Only of what is a name: the verdict is not set for anything else. */
  private String any(String rules, String scope) {
    return network.rules().any().isEmpty()
        ? ""
        : "  %s set-var(%s.rule) str(\"%s\") if { var(%s.verdict) -m str denied } !{ var(%s.name) -m reg '%s' } !{ var(%s.rule) -m found }\n"
            .formatted(rules, scope, AnyHost.RULE, scope, scope, HostName.ELSEWHERE_REGEX, scope);
  }

  private static String look(String rules, String scope, String key, String map, String how) {
    return "  %s set-var(%s.rule) var(%s.%s),map_%s(%s) unless { var(%s.rule) -m found }\n"
        .formatted(rules, scope, scope, key, how, map, scope);
  }
}
