package dev.sandboxed.denials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * One line about a connection or a name, as HAProxy and src/main/bash/names write it. Its texts are
 * the agent's words.
 *
 * @param kind how the name was said; {@code name} for a question to DNS
 * @param name what was asked for; empty if nothing was said that is a name
 * @param asked the address and port that a program connected to; empty for a question to DNS
 * @param rule the rule that decided; empty if none did
 * @param address what the name resolved to; empty if it was not asked for
 */
public record Refusal(
    String time,
    String kind,
    String name,
    String asked,
    String verdict,
    String rule,
    String address) {

  /** The kind of a question to DNS. */
  public static final String QUESTION = "name";

  /** The kind of a connection at a port other than those of HTTPS and HTTP. */
  public static final String STREAM = "streams";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  // What HAProxy writes in the place of nothing.
  private static final String NOTHING = "-";

  /** Reads a line; empty for one that was not written whole. */
  public static Optional<Refusal> of(String line) {
    try {
      JsonNode node = MAPPER.readTree(line);
      return node.isObject()
          ? Optional.of(
              new Refusal(
                  text(node, "time"),
                  node.has("kind") ? text(node, "kind") : QUESTION,
                  text(node, "name"),
                  text(node, "asked"),
                  text(node, "verdict"),
                  text(node, "rule"),
                  text(node, "address")))
          : Optional.empty();
    } catch (JsonProcessingException torn) {
      return Optional.empty();
    }
  }

  private static String text(JsonNode node, String member) {
    String text = node.path(member).asText();
    return text.equals(NOTHING) ? "" : text;
  }

  /** Whether it is about a connection that was let through. */
  public boolean isAllowed() {
    return verdict.equals("allowed");
  }

  /** Whether nothing allows it, and nothing denies it either. */
  public boolean isMissing() {
    return verdict.equals("denied") && rule.isEmpty();
  }

  /** The port, as a text; empty for a question to DNS. */
  public String port() {
    return asked.substring(asked.lastIndexOf(':') + 1);
  }

  /** The name and port, or the address and port if no name was said. */
  public String target() {
    if (name.isEmpty()) {
      return asked;
    }
    return port().isEmpty() ? name : name + ":" + port();
  }

  /** What makes two of them the same thing, tried twice. */
  String sameness() {
    return String.join("\n", kind, target(), verdict, rule, address);
  }
}
