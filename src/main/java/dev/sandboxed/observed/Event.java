package dev.sandboxed.observed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * One thing that programs in a session tried, as often as they did. Its texts are the agent's
 * words.
 *
 * @param call the system call, as the kernel names it: {@code openat}
 * @param what the absolute path as the sandbox has it, where no symlink was followed; {@code
 *     ADDRESS:PORT}, with brackets around an address of IPv6; or the call's arguments where it is
 *     about neither
 * @param error the kernel's name for why it failed, {@code EACCES}; empty if it did not
 * @param program the name of the process, at most 15 bytes
 * @param times how often, with the same outcome
 * @param first when that was for the first time, in seconds since 1970
 * @param last when that was for the last time
 */
public record Event(
    Kind kind,
    String call,
    String what,
    Optional<String> error,
    String program,
    long times,
    double first,
    double last) {

  /** What a program wants with it. */
  public enum Kind {
    /** The content of a file, or where a symlink leads. */
    READ,
    /** The names in a directory. */
    LIST,
    /** A change: of a content, a name, a mode or a time. */
    WRITE,
    /** To run it. */
    EXECUTE,
    /** To reach an address, or a socket that has a path. */
    CONNECT,
    /** Something else of the kernel, which the filter of system calls may refuse. */
    CALL
  }

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Reads a line; empty for one that was not written whole. */
  public static Optional<Event> of(String line) {
    try {
      JsonNode node = MAPPER.readTree(line);
      return node.isObject() ? kind(node).map(kind -> of(kind, node)) : Optional.empty();
    } catch (JsonProcessingException torn) {
      return Optional.empty();
    }
  }

  private static Optional<Kind> kind(JsonNode node) {
    String name = node.path("kind").asText();
    for (Kind kind : Kind.values()) {
      if (kind.name().equalsIgnoreCase(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private static Event of(Kind kind, JsonNode node) {
    return new Event(
        kind,
        node.path("call").asText(),
        node.path("what").asText(),
        Optional.of(node.path("error").asText()).filter(error -> !error.isEmpty()),
        node.path("program").asText(),
        node.path("times").asLong(1),
        node.path("first").asDouble(),
        node.path("last").asDouble());
  }
}
