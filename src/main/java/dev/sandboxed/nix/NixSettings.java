package dev.sandboxed.nix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;

/**
 * What Nix is set to on this machine.
 *
 * @param system the one that it builds for, for example {@code x86_64-linux}
 * @param substitute whether it may download instead of building
 * @param sandboxedBuilds whether its builds see nothing but what they are given
 */
record NixSettings(String system, boolean substitute, boolean sandboxedBuilds) {

  /** What {@code nix show-config --json} prints: an object for each setting, with its value. */
  static NixSettings read(String json) {
    JsonNode settings;
    try {
      settings = new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw unreadable(Printable.line(e.getOriginalMessage()));
    }
    String system = settings.path("system").path("value").asText();
    if (system.isEmpty()) {
      throw unreadable("it has no \"system\"");
    }
    return new NixSettings(
        system,
        settings.path("substitute").path("value").asBoolean(true),
        !settings.path("sandbox").path("value").asText("true").equals("false"));
  }

  private static UserFailure unreadable(String why) {
    return new UserFailure(
        Problem.of(
            "nix.unreadable",
            "the JSON that nix show-config printed cannot be read: " + why,
            "Is the nix on PATH the real one? Please report this with its version."));
  }
}
