package dev.sandboxed.denials;

import dev.sandboxed.names.HostName;
import java.util.Optional;

/**
 * Why something was refused, and what would allow it.
 *
 * @param why in words, as a part of a sentence
 * @param line the line for {@code [network]} of a profile; empty if no line would do
 * @param grant the host that {@code sandboxed grant} takes; empty if it takes none
 * @param gives what allowing it gives away, or what else to do
 */
public record Advice(String why, Optional<String> line, Optional<String> grant, String gives) {

  // Names that are not allowed have one address inside, in a range where no host is: RFC 2544.
  private static final String NOBODYS = "198\\.1[89]\\.0\\.1:[0-9]+";

  /** What to say about one thing. */
  public static Advice of(Refusal refusal) {
    return switch (refusal.verdict()) {
      case "denied" -> denied(refusal);
      case "blocked" -> blocked(refusal);
      case "unresolved" -> unresolved(refusal);
      case "untrusted" ->
          nothing(
              "the program does not trust the certificate of this session, with which a key stays outside",
              "it has to trust /run/sandboxed/certificates.pem, or a key for that host has to be inside");
      case "misdirected" ->
          nothing(
              "the request was for another host than its connection, and a key stays outside for that",
              "a program that uses a connection for one host alone is not refused");
      case "unnamed" ->
          nothing(
              "no name was said, and this tier goes by names",
              "a program that connects to an address, or hides the name, is refused in this tier");
      default -> nothing("it was refused", "");
    };
  }

  private static Advice denied(Refusal refusal) {
    if (refusal.rule().startsWith("allow ")) {
      return nothing(
          "it is allowed, but not with such a request: a key stays outside for that host",
          "CONNECT, TRACE and TRACK could have the host show the key");
    }
    if (!refusal.rule().isEmpty()) {
      return nothing(
          "a rule denies it: " + refusal.rule(),
          "deny wins over everything that allows: only without that rule can it be allowed");
    }
    if (!HostName.isOne(refusal.name())) {
      return nothing(
          refusal.asked().matches(NOBODYS)
              ? "a name that nothing allows leads there"
              : "nothing allows it",
          refusal.kind().equals(Refusal.STREAM)
              ? "at this port a host is allowed by its name and port: allow = [\"HOST:%s\"]"
                  .formatted(refusal.port())
              : "this is no name of a host");
    }
    boolean stream = refusal.kind().equals(Refusal.STREAM);
    String host = refusal.name() + (stream ? ":" + refusal.port() : "");
    return new Advice(
        "nothing allows it",
        Optional.of("allow = [\"" + host + "\"]"),
        Optional.of(host),
        "then the agent can send whatever it can read to " + host);
  }

  private static Advice unresolved(Refusal refusal) {
    String why = "it is allowed, but the name has no IPv4 address";
    return refusal.address().isEmpty()
        ? nothing(why, "no rule is needed: the name servers know no address of it")
        : new Advice(
            why,
            Optional.of("ipv6 = true"),
            Optional.empty(),
            "then HAProxy connects over IPv6 as well; this host needs it");
  }

  private static Advice blocked(Refusal refusal) {
    if (refusal.address().contains(":")) {
      return nothing(
          "it is allowed, but its address " + refusal.address() + " is none of the internet",
          "inside there is only IPv4: reach takes an IPv4 address of that host, if it has one");
    }
    String where = refusal.address() + ":" + refusal.port();
    return new Advice(
        "it is allowed, but its address " + refusal.address() + " is none of the internet",
        Optional.of("reach = [\"" + where + "\"]"),
        Optional.empty(),
        "then everything inside can use " + where + ", which only your own networks should");
  }

  private static Advice nothing(String why, String gives) {
    return new Advice(why, Optional.empty(), Optional.empty(), gives);
  }
}
