package dev.sandboxed.names;

import dev.sandboxed.names.Credential.Form;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What HAProxy does for the hosts of credentials. A connection to one of them goes on to a second
 * frontend, through a socket that only the router's namespace has. That ends TLS with the session's
 * certificate, puts each secret in the place of its placeholder, and speaks to the real host over
 * TLS again, which has to show a certificate of its name.
 */
final class HaproxyCredentials {

  /** The file of the hosts. */
  static final String HOSTS = "credential-hosts";

  /** The variable in HAProxy's environment that has a secret, before its number. */
  static final String SECRET = "CREDENTIAL_";

  /** Where src/main/bash/names gives it the certificate and the key. */
  static final String CERTIFICATE = "/dev/fd/5";

  private static final String FRONTEND = "credentials";

  private final Credentials credentials;
  private final HaproxyConnection connection;

  HaproxyCredentials(Credentials credentials, HaproxyConnection connection) {
    this.credentials = credentials;
    this.connection = connection;
  }

  /**
   * Which methods are refused, as a condition. TRACE, and TRACK, as some servers call it, have a
   * host send back what it got (RFC 9110, section 9.3.8); some read methods in any case.
   */
  static String refused() {
    return "{ method -m str -i connect trace track }";
  }

  /** The file of the hosts, a line each. */
  String hosts() {
    return credentials.hosts().stream().map(host -> host + "\n").collect(Collectors.joining());
  }

  /** A rule of the frontend for TLS, behind its decision. */
  String diversion() {
    return credentials.isEmpty()
        ? ""
        : "  use_backend %s if { var(sess.name) -m str -f %s }\n".formatted(FRONTEND, HOSTS);
  }

  /**
   * The frontend's beginning. Its name is what the log says, and its requests are decided about one
   * by one, because a connection may have many.
   */
  static String bind(String log) {
    return """
    frontend credentials
      bind abns@credentials accept-proxy ssl crt %s strict-sni alpn h2,http/1.1
      mode http
      option http-no-delay
    %s  error-log-format '{"time":"%%[date,utime(%%Y-%%m-%%dT%%H:%%M:%%SZ)]","kind":"credentials","name":"%%[ssl_fc_sni,json(utf8s)]","asked":"%%[dst]:%%[dst_port]","verdict":"untrusted","rule":"-","address":"-","error":"%%[ssl_fc_err_str,json(utf8s)]"}'
      http-request set-var-fmt(txn.asked) "%%[dst]:%%[dst_port]"
      http-request del-header upgrade unless { req.fhdr_cnt(upgrade) 1 } { req.fhdr(upgrade) -m str -i websocket }
      http-request set-log-level err
      http-request set-var(txn.verdict) str(unnamed)
      http-request set-var(txn.name) ssl_fc_sni,lower
      http-request set-var-fmt(txn.authority) "%%[var(txn.name)]:443"
      http-request set-var(txn.misdirected) bool(true) unless { req.fhdr_cnt(host) 1 }
      http-request set-var(txn.misdirected) bool(true) unless { req.fhdr(host),lower,strcmp(txn.name) eq 0 } or { req.fhdr(host),lower,strcmp(txn.authority) eq 0 }
      http-request set-var(txn.misdirected) bool(true) unless { var(txn.name) -m str -f %s }
      http-request set-var(txn.verdict) str(misdirected) if { var(txn.misdirected) -m found }
      http-request return status 421 content-type application/json string '{"error":"refused by the sandbox: one connection is for one host"}' if { var(txn.misdirected) -m found }
    """
        .formatted(CERTIFICATE, log, HOSTS);
  }

  /**
   * The frontend's end. An address in the place of a path would be another name (RFC 9110, section
   * 7.1), and one without a path means all of the host to OPTIONS (RFC 9112, section 3.2.4).
   */
  String swaps() {
    StringBuilder text = new StringBuilder();
    text.append("  http-request set-uri %[pathq] if { pathq -m beg / }\n")
        .append("  http-request set-uri * if METH_OPTIONS !{ pathq -m beg / }\n")
        .append("  http-request set-uri / unless METH_OPTIONS or { pathq -m beg / }\n");
    for (int number = 1; number <= credentials.all().size(); number++) {
      Credential credential = credentials.all().get(number - 1);
      for (Form form : credential.forms()) {
        text.append(swap(credential, form, "%[env(" + SECRET + number + ")]"));
      }
    }
    List<HostName> hosts = credentials.hosts();
    for (int number = 0; number < hosts.size(); number++) {
      text.append(
          "  use_backend credential-%d if { var(txn.name) -m str %s }\n"
              .formatted(number, hosts.get(number)));
    }
    return text.append('\n').toString();
  }

  private static String swap(Credential credential, Form form, String secret) {
    String placeholder = credential.placeholder();
    return switch (form) {
      case Form.Header header ->
          rules(
              credential,
              header.name(),
              "{ req.fhdr(%s) -m str %s }".formatted(header.name(), placeholder),
              secret);
      case Form.Bearer _ ->
          authorization(credential, "[Bb]earer", "Bearer " + secret)
              + authorization(credential, "token", "token " + secret);
      case Form.Basic _ -> basic(credential, placeholder, secret);
    };
  }

  private static String authorization(Credential credential, String scheme, String value) {
    return rules(
        credential,
        "authorization",
        "{ req.fhdr(authorization) -m reg '^%s +%s$' }".formatted(scheme, credential.placeholder()),
        value);
  }

  private static String basic(Credential credential, String placeholder, String secret) {
    String sent =
        "{ req.fhdr(authorization) -m reg '^[Bb]asic [A-Za-z0-9+/]+=*$' }" + to(credential);
    return "  http-request set-var(txn.basic) req.fhdr(authorization),bytes(6),b64dec if "
        + sent
        + "\n"
        + half(
            credential, sent, "field(2,:,0)", placeholder, "%[var(txn.basic),field(1,:)]:" + secret)
        + half(
            credential,
            sent,
            "field(1,:)",
            placeholder,
            secret + ":%[var(txn.basic),field(2,:,0)]");
  }

  /** One half of what Basic has, a name and a password. */
  private static String half(
      Credential credential, String sent, String half, String placeholder, String both) {
    String condition = sent + " { var(txn.basic),%s -m str %s }".formatted(half, placeholder);
    return """
      http-request set-var-fmt(txn.plain) "%1$s" if %2$s
      http-request set-var(txn.credential) str(%3$s) if %2$s
      http-request set-header authorization "Basic %%[var(txn.plain),base64]" if %2$s
    """
        .formatted(both, condition, credential.name());
  }

  private static String rules(
      Credential credential, String header, String condition, String value) {
    String all = "{ req.fhdr_cnt(%s) 1 } ".formatted(header) + condition + to(credential);
    return """
      http-request set-var(txn.credential) str(%1$s) if %2$s
      http-request set-header %3$s "%4$s" if %2$s
    """
        .formatted(credential.name(), all, header, value);
  }

  private static String to(Credential credential) {
    return " { var(txn.name) -m str "
        + credential.hosts().stream().map(HostName::text).collect(Collectors.joining(" "))
        + " }";
  }

  /** A backend for each host, so that no connection to one is ever used for another. */
  String backends() {
    if (credentials.isEmpty()) {
      return "";
    }
    StringBuilder text =
        new StringBuilder(
            """

            backend credentials
              mode tcp
              server inner abns@credentials send-proxy-v2
            """);
    List<HostName> hosts = credentials.hosts();
    for (int number = 0; number < hosts.size(); number++) {
      text.append(
          """

          backend credential-%1$d
            mode http
            option http-no-delay
            http-reuse never
            http-error status 503 content-type application/json lf-string '{"error":"no connection to %2$s: it cannot be reached, or its certificate is not one that this machine trusts for that name"}'
          %3$s\
          """
              .formatted(number, hosts.get(number), servers(hosts.get(number))));
    }
    return text.toString();
  }

  private String servers(HostName host) {
    return connection.servers(
        Channel.HTTPS_PORT,
        " ssl verify required ca-file %1$s sni str(%2$s) verifyhost %2$s"
            .formatted(quoted(credentials.tools().orElseThrow().store().toString()), host));
  }

  /** As HAProxy reads a word in double quotes (configuration manual, section 2.2). */
  private static String quoted(String word) {
    return "\"" + word.replaceAll("([\\\\\"$])", "\\\\$1") + "\"";
  }
}
