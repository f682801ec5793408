package dev.sandboxed.nix.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * What {@code nix build --json} prints: a list with an entry for each installable. The entry of a
 * derivation has {@code outputs}, a map from their names to their paths; the entry of a store path
 * is {@code {"path": …}} in older versions of Nix and a plain string in newer ones.
 */
public final class BuildResult {

  private BuildResult() {}

  /** The output paths, in order and without duplicates. */
  public static List<StorePath> outputs(String json, String step) {
    JsonNode entries;
    try {
      entries = new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw unreadable(step, Printable.line(e.getOriginalMessage()));
    }
    if (!entries.isArray()) {
      throw unreadable(step, "it is not a list");
    }
    SequencedSet<StorePath> paths = new LinkedHashSet<>();
    for (JsonNode entry : entries) {
      JsonNode outputs = entry.path("outputs");
      if (outputs.isObject() && !outputs.isEmpty()) {
        outputs.forEach(output -> paths.add(storePath(output, step)));
      } else {
        paths.add(storePath(entry.isObject() ? entry.path("path") : entry, step));
      }
    }
    return List.copyOf(paths);
  }

  private static StorePath storePath(JsonNode node, String step) {
    return Optional.ofNullable(node.textValue())
        .flatMap(StorePath::of)
        .orElseThrow(() -> unreadable(step, "a store path is missing where one is expected"));
  }

  private static UserFailure unreadable(String step, String why) {
    return new UserFailure(
        Problem.of(
            "nix.unreadable",
            "the JSON that nix %s printed cannot be read: %s".formatted(step, why),
            "Is the nix on PATH the real one? Please report this with its version."));
  }
}
