package dev.sandboxed.toml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/**
 * Adds texts to a list in a TOML file, and leaves everything else as the person wrote it, comments
 * included.
 */
public final class ListAddition {

  private static final TomlParseOptions OPTIONS =
      TomlParseOptions.sourceless().withVersion(TomlVersion.V1_0_0);

  private final String text;
  private final String table;
  private final String key;
  private final String newline;

  private ListAddition(String text, String table, String key) {
    this.text = text;
    this.table = table;
    this.key = key;
    this.newline = text.contains("\r\n") ? "\r\n" : "\n";
  }

  /**
   * The text with the values behind those that the list has.
   *
   * @param table a table of the top level
   * @param values texts without anything that TOML would have escaped
   * @return empty if the file says it in a way that only a person can add to
   */
  public static Optional<String> to(String text, String table, String key, List<String> values) {
    ListAddition addition = new ListAddition(text, table, key);
    String added = addition.with(values);
    List<Object> expected = new ArrayList<>(addition.list(text));
    expected.addAll(values);
    TomlParseResult result = Toml.parse(added, OPTIONS);
    return !result.hasErrors() && addition.list(added).equals(expected)
        ? Optional.of(added)
        : Optional.empty();
  }

  /** Whether the list has a text. */
  public static boolean has(String text, String table, String key, String value) {
    return new ListAddition(text, table, key).list(text).contains(value);
  }

  private List<Object> list(String of) {
    TomlParseResult result = Toml.parse(of, OPTIONS);
    try {
      TomlArray array = result.getArray(List.of(table, key));
      return array == null ? List.of() : array.toList();
    } catch (RuntimeException otherType) {
      return List.of(otherType);
    }
  }

  private String with(List<String> values) {
    TomlLexer lexer = new TomlLexer(text);
    Optional<TomlLexer.Value> list = lexer.value(table, key);
    if (list.isPresent()) {
      return inList(list.get(), values);
    }
    String line = key + " = [" + joined(values) + "]" + newline;
    return lexer
        .header(table)
        .map(header -> inserted(lineEnd(header), line))
        .orElseGet(() ->
            text
                + (text.isEmpty() || text.endsWith("\n") ? "" : newline)
                + (text.isEmpty() ? "" : newline)
                + "["
                + table
                + "]"
                + newline
                + line);
  }

  private String inList(TomlLexer.Value list, List<String> values) {
    int last = list.lastEnd();
    boolean empty = last == list.begin() + 1;
    boolean comma = !empty && text.charAt(last - 1) != ',';
    int rest = text.indexOf('\n', last);
    if (rest < 0 || rest >= list.end()) {
      String before = empty ? "" : comma ? ", " : " ";
      return text.substring(0, last) + before + joined(values) + text.substring(last);
    }
    int begin = text.lastIndexOf('\n', last - 1) + 1;
    String indent =
        begin > list.begin() ? text.substring(begin).replaceFirst("(?s)[^ \t].*", "") : "  ";
    String lines =
        values.stream()
            .map(value -> indent + quoted(value) + "," + newline)
            .collect(Collectors.joining());
    return text.substring(0, last)
        + (comma ? "," : "")
        + text.substring(last, rest + 1)
        + lines
        + text.substring(rest + 1);
  }

  private int lineEnd(int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end + 1;
  }

  private String inserted(int at, String line) {
    String before = text.substring(0, at);
    return before + (before.endsWith("\n") ? "" : newline) + line + text.substring(at);
  }

  private static String joined(List<String> values) {
    return values.stream().map(ListAddition::quoted).collect(Collectors.joining(", "));
  }

  private static String quoted(String value) {
    return '"' + value + '"';
  }
}
