package dev.sandboxed.nix.flake;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A flake.lock that reads nothing on this machine except the project. An agent can write one: with
 * the right hash, one of its inputs could bring any file into the store.
 *
 * @param inputs the names of the flake's own inputs, as far as the lock has them
 * @param parts the paths of its inputs that are directories of the project
 * @param sources where its inputs come from, or came from when they were locked, see {@link
 *     LockedReference.Remote}; empty if nothing comes from another machine
 */
public record FlakeLock(
    SortedSet<String> inputs, SortedSet<String> parts, SortedSet<String> sources) {

  /** For a flake without a lock file. */
  public static final FlakeLock NONE =
      new FlakeLock(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

  public FlakeLock {
    inputs = new TreeSet<>(inputs);
    parts = new TreeSet<>(parts);
    sources = new TreeSet<>(sources);
  }

  /** Whether any input is fetched from another machine. */
  public boolean remote() {
    return !sources.isEmpty();
  }

  /**
   * Reads and judges a lock.
   *
   * @param shown the file's path, as messages show it
   * @throws UserFailure with every input that reads something on this machine outside the project,
   *     or if it is not a lock
   */
  public static FlakeLock read(String json, Path shown) {
    return new Reading(shown).lock(json);
  }

  private static final class Reading {

    private static final JsonMapper JSON =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path shown;
    private final Map<String, SourcePosition> positions = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final SortedSet<String> sources = new TreeSet<>();

    Reading(Path shown) {
      this.shown = shown;
    }

    FlakeLock lock(String json) {
      JsonNode root = parsed(json);
      JsonNode nodes = root.path("nodes");
      if (!nodes.isObject() || !root.path("root").isTextual()) {
        throw broken(new SourcePosition(shown.toString(), 1, 1), "it has no \"nodes\" or \"root\"");
      }
      LockGraph graph = new LockGraph(nodes, root.path("root").textValue());
      for (Map.Entry<String, JsonNode> node : nodes.properties()) {
        judge(graph, node.getKey(), "locked", node.getValue().path("locked"));
        // What it was locked from is fetched again if the two do not match.
        judge(graph, node.getKey(), "original", node.getValue().path("original"));
      }
      if (!problems.isEmpty()) {
        throw new UserFailure(problems);
      }
      return new FlakeLock(graph.inputs(), graph.parts(), sources);
    }

    private void judge(LockGraph graph, String node, String part, JsonNode reference) {
      if (reference.isMissingNode()) {
        return;
      }
      switch (LockedReference.of(reference, part.equals("original"))) {
        case LockedReference.Remote(String source) -> sources.add(source);
        case LockedReference.Inside(String path) -> {
          if (graph.leavesItsTree(node, path)) {
            refuse(node, part, "the path " + Quoted.of(path) + ", which leaves the project");
          }
        }
        case LockedReference.Refused(String what) -> refuse(node, part, what);
      }
    }

    private void refuse(String node, String part, String what) {
      String pointer = "/nodes/" + node.replace("~", "~0").replace("/", "~1") + "/" + part;
      problems.add(
          new Problem(
              "devshell.local-input",
              "the input %s is %s".formatted(Quoted.of(node), what),
              Optional.ofNullable(positions.get(pointer)),
              LockedReference.REMEDY));
    }

    private JsonNode parsed(String json) {
      try {
        JsonNode root = JSON.readTree(json);
        locate(json);
        return root;
      } catch (JsonProcessingException e) {
        JsonLocation place = Optional.ofNullable(e.getLocation()).orElse(JsonLocation.NA);
        throw broken(
            new SourcePosition(
                shown.toString(), Math.max(1, place.getLineNr()), Math.max(1, place.getColumnNr())),
            Printable.line(e.getOriginalMessage()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void locate(String json) throws IOException {
      try (JsonParser parser = JSON.createParser(json)) {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
          if (token == JsonToken.FIELD_NAME) {
            JsonLocation place = parser.currentTokenLocation();
            positions.put(
                parser.getParsingContext().pathAsPointer().toString(),
                new SourcePosition(shown.toString(), place.getLineNr(), place.getColumnNr()));
          }
        }
      }
    }

    private static UserFailure broken(SourcePosition where, String why) {
      return new UserFailure(
          Problem.at(
              where,
              "devshell.broken-lock",
              "this is not a flake lock: " + why,
              "Restore it (git checkout flake.lock), or make a new one with nix flake lock."));
    }
  }
}
