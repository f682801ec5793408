package dev.sandboxed.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the trail says about one session.
 *
 * @param started and {@code ended}: in UTC, as ISO 8601 has it
 * @param profiles the chain, base first
 * @param plan the digest that its plan directory is named after
 * @param options the names of the options that were given, without values
 * @param grants what a person let it reach while it ran
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
    List<Grant> grants,
    Optional<End> end) {

  /**
   * Hosts that were allowed while it ran.
   *
   * @param time when that was written, just before it was done
   * @param by the command
   * @param saved the profile that says it from then on, if one does
   */
  public record Grant(String time, List<String> hosts, String by, Optional<String> saved) {

    public Grant {
      hosts = List.copyOf(hosts);
    }

    static Grant of(JsonNode line) {
      return new Grant(
          line.path("time").asText(),
          texts(line.path("hosts")),
          line.path("by").asText(),
          line.path("saved").isTextual()
              ? Optional.of(line.path("saved").asText())
              : Optional.empty());
    }
  }

  /**
   * How a session ended.
   *
   * @param time when that was written
   * @param status of the agent, as a shell reports it; empty for a session that was killed
   * @param seconds how long it ran; empty for a session that was killed
   * @param unreached how often a program looked in vain for the way to an address that is blocked,
   *     as the kernel of the session's network counted it; empty where nothing was counted
   */
  public record End(
      String time, Optional<Integer> status, Optional<Double> seconds, Optional<Long> unreached) {

    static End of(JsonNode line) {
      JsonNode status = line.path("status");
      JsonNode seconds = line.path("seconds");
      JsonNode unreached = line.path("unreached");
      return new End(
          line.path("time").asText(),
          status.isInt() ? Optional.of(status.intValue()) : Optional.empty(),
          seconds.isNumber() ? Optional.of(seconds.doubleValue()) : Optional.empty(),
          unreached.isIntegralNumber() ? Optional.of(unreached.longValue()) : Optional.empty());
    }
  }

  /** How many connections may have been refused in it; zero where nothing was counted. */
  public long unreached() {
    return end.flatMap(End::unreached).orElse(0L);
  }

  public Session {
    profiles = List.copyOf(profiles);
    options = List.copyOf(options);
    grants = List.copyOf(grants);
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
        List.of(),
        Optional.empty());
  }

  Session ending(End how) {
    return new Session(
        name, started, agent, project, profiles, tier, plan, options, grants, Optional.of(how));
  }

  Session granting(Grant grant) {
    return new Session(
        name,
        started,
        agent,
        project,
        profiles,
        tier,
        plan,
        options,
        Stream.concat(grants.stream(), Stream.of(grant)).toList(),
        end);
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
