package dev.sandboxed.follow;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;

/** Finds the values at JSON pointers in which {@code *} stands for any key or number. */
final class JsonPlaces {

  // Comments are what people add to settings, and agents accept.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  private JsonPlaces() {}

  /**
   * The text of a file as agents read it: a byte order mark chooses the encoding, and what is not
   * UTF-8 is replaced. A stricter reader would miss a guard that the agent obeys.
   */
  static String text(byte[] bytes) {
    String text =
        new String(
            bytes,
            starts(bytes, 0xFF, 0xFE)
                ? StandardCharsets.UTF_16LE
                : starts(bytes, 0xFE, 0xFF) ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static boolean starts(byte[] bytes, int first, int second) {
    return bytes.length > 1 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
  }

  /** What a TOML file holds, as JSON; nothing if it is not TOML. */
  static JsonNode readToml(String text) {
    TomlParseResult content = Toml.parse(text, TomlParseOptions.sourceless());
    return content.hasErrors() ? MissingNode.getInstance() : read(content.toJson());
  }

  /** What a text holds; nothing if it is not JSON, because then the agent reads nothing either. */
  static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException notJson) {
      return MissingNode.getInstance();
    }
  }

  /** The values, each with its own pointer. */
  static Map<String, JsonNode> at(JsonNode root, List<String> pointers) {
    Map<String, JsonNode> found = new TreeMap<>();
    for (String pointer : pointers) {
      Map<String, JsonNode> level = Map.of("", root);
      for (String key : pointer.substring(1).split("/", -1)) {
        Map<String, JsonNode> next = new TreeMap<>();
        level.forEach(
            (path, node) -> keys(node, key).forEach(name -> child(path, node, name, next)));
        level = next;
      }
      found.putAll(level);
    }
    return found;
  }

  private static void child(String path, JsonNode node, String name, Map<String, JsonNode> found) {
    JsonNode child = node.isArray() ? node.path(Integer.parseInt(name)) : node.path(name);
    if (!child.isMissingNode()) {
      found.put(path + "/" + name.replace("~", "~0").replace("/", "~1"), child);
    }
  }

  private static List<String> keys(JsonNode node, String key) {
    if (!key.equals("*")) {
      return node.isObject() ? List.of(key.replace("~1", "/").replace("~0", "~")) : List.of();
    }
    return node.isArray()
        ? IntStream.range(0, node.size()).mapToObj(Integer::toString).toList()
        : Stream.generate(node.fieldNames()::next).limit(node.size()).toList();
  }
}
