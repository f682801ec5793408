package dev.sandboxed.export.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandboxed.problem.Columns;
import dev.sandboxed.problem.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Prints objects as YAML with comments.
 *
 * <p>A library is not worth it: jackson-dataformat-yaml writes no comments, and snakeyaml-engine
 * writes them only from nodes and marks that would have to be built by hand, with styles of scalars
 * to choose. Here every text is in double quotes with what could be misread escaped, so nothing is
 * left for a style to decide. The tests read the result with snakeyaml-engine.
 */
final class Yaml {

  private static final int COLUMNS = 100;

  /** Names of fields; all else is quoted, such as a key that reads as a number or a boolean. */
  private static final Pattern FIELD =
      Pattern.compile("[A-Za-z][A-Za-z0-9-]*(?:[./][A-Za-z0-9-]+)*");

  private static final List<String> NOT_TEXT =
      List.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private final Map<String, List<String>> comments;
  private final StringBuilder text = new StringBuilder();

  private Yaml(Map<String, List<String>> comments) {
    this.comments = comments;
  }

  /**
   * One document.
   *
   * @param comments what is said before a part, by its JSON pointer; before all, by the empty one
   */
  static String document(JsonNode root, Map<String, List<String>> comments) {
    Yaml yaml = new Yaml(comments);
    yaml.text.append("---\n");
    yaml.comment("", 0);
    yaml.block(root, "", 0, false);
    return yaml.text.toString();
  }

  private void comment(String pointer, int depth) {
    for (String said : comments.getOrDefault(pointer, List.of())) {
      for (String line : Columns.wrapped(Printable.line(said), COLUMNS - 2 * depth)) {
        indent(depth);
        text.append("# ").append(line).append('\n');
      }
    }
  }

  private void indent(int depth) {
    text.append("  ".repeat(depth));
  }

  /**
   * @param started whether the first line is begun, as that of an item is
   */
  private void block(JsonNode node, String pointer, int depth, boolean started) {
    boolean first = started;
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String at = pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
        if (!first) {
          comment(at, depth);
          indent(depth);
        }
        first = false;
        text.append(key(field.getKey())).append(':');
        value(field.getValue(), at, depth);
      }
    } else {
      for (int at = 0; at < node.size(); at++) {
        String item = pointer + "/" + at;
        comment(item, depth);
        indent(depth);
        text.append("-");
        if (node.get(at).isObject() && !node.get(at).isEmpty()) {
          text.append(' ');
          block(node.get(at), item, depth + 1, true);
        } else {
          value(node.get(at), item, depth);
        }
      }
    }
  }

  private void value(JsonNode value, String pointer, int depth) {
    if (value.isContainerNode() && !value.isEmpty()) {
      text.append('\n');
      block(value, pointer, depth + 1, false);
    } else if (value.isContainerNode()) {
      text.append(value.isObject() ? " {}\n" : " []\n");
    } else {
      text.append(' ').append(value.isTextual() ? quoted(value.textValue()) : value.asText());
      text.append('\n');
    }
  }

  private static String key(String name) {
    boolean plain =
        FIELD.matcher(name).matches() && !NOT_TEXT.contains(name.toLowerCase(Locale.ROOT));
    return plain ? name : quoted(name);
  }

  /** In double quotes, on one line, with everything escaped that cannot be seen. */
  static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(point -> {
          switch (point) {
            case '"', '\\' -> quoted.append('\\').appendCodePoint(point);
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            default -> append(quoted, point);
          }
        });
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, int point) {
    boolean seen =
        switch (Character.getType(point)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.PRIVATE_USE,
              Character.SURROGATE,
              Character.UNASSIGNED ->
              false;
          default -> true;
        };
    if (seen) {
      quoted.appendCodePoint(point);
    } else {
      quoted.append(
          String.format(
              Locale.ROOT, Character.isBmpCodePoint(point) ? "\\u%04x" : "\\U%08x", point));
    }
  }
}
