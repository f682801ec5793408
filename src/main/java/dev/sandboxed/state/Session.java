package dev.sandboxed.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the trail says about one session.
 *
 * @param started and {@code ended}: in UTC, as ISO 8601 has it
 * @param profiles the chain, base first
 * @param plan the digest that its plan directory is named after
 * @param options the names of the options that were given, without values
 * @param end empty while it runs, and, if it was killed, until the next launch
 */
public record Session(
    String name,
    String started,
    String agent,
    String project,
    List<String> profiles,
    String tier,
    String plan,
    List<String> options,
    Optional<End> end) {

  /**
   * How a session ended.
   *
   * @param time when that was written
   * @param status of the agent, as a shell reports it; empty for a session that was killed
   * @param seconds how long it ran; empty for a session that was killed
   */
  public record End(String time, Optional<Integer> status, Optional<Double> seconds) {

    static End of(JsonNode line) {
      JsonNode status = line.path("status");
      JsonNode seconds = line.path("seconds");
      return new End(
          line.path("time").asText(),
          status.isInt() ? Optional.of(status.intValue()) : Optional.empty(),
          seconds.isNumber() ? Optional.of(seconds.doubleValue()) : Optional.empty());
    }
  }

  public Session {
    profiles = List.copyOf(profiles);
    options = List.copyOf(options);
  }

  static Session of(JsonNode line) {
    return new Session(
        line.path("session").asText(),
        line.path("time").asText(),
        line.path("agent").asText(),
        line.path("project").asText(),
        texts(line.path("profiles")),
        line.path("tier").asText(),
        line.path("plan").asText(),
        texts(line.path("options")),
        Optional.empty());
  }

  Session ending(End how) {
    return new Session(
        name, started, agent, project, profiles, tier, plan, options, Optional.of(how));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
