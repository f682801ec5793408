package dev.sandboxed.toml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/**
 * Adds texts to a list in a TOML file, and leaves everything else as the person wrote it, comments
 * included.
 */
public final class ListAddition {

  private static final TomlParseOptions OPTIONS =
      TomlParseOptions.sourceless().withVersion(TomlVersion.V1_0_0);

  /**
   * A text for a list.
   *
   * @param value without anything that TOML would have escaped
   * @param why a comment on one line, of characters that a comment can have
   */
  public record Entry(String value, Optional<String> why) {}

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
    return entries(
        text, table, key, values.stream().map(one -> new Entry(one, Optional.empty())).toList());
  }

  /**
   * The same, with a comment behind each value, on a line of its own.
   *
   * @return empty if the file says it in a way that only a person can add to
   */
  public static Optional<String> entries(
      String text, String table, String key, List<Entry> entries) {
    ListAddition addition = new ListAddition(text, table, key);
    String added = addition.with(entries);
    List<Object> expected = new ArrayList<>(addition.list(text));
    entries.forEach(entry -> expected.add(entry.value()));
    TomlParseResult result = Toml.parse(added, OPTIONS);
    return !result.hasErrors() && addition.list(added).equals(expected)
        ? Optional.of(added)
        : Optional.empty();
  }

  /** Whether the list has a text. */
  public static boolean has(String text, String table, String key, String value) {
    return new ListAddition(text, table, key).list(text).contains(value);
  }

  /** Whether a table has a key, whatever its value is. */
  public static boolean says(String text, String table, String key) {
    TomlParseResult result = Toml.parse(text, OPTIONS);
    try {
      return result.contains(List.of(table, key));
    } catch (RuntimeException noTable) {
      return true;
    }
  }

  /**
   * The text with a line more at the beginning of a table, which is made if it is not there. The
   * table must not have the key.
   */
  public static String line(String text, String table, String line) {
    return new ListAddition(text, table, "").below(line);
  }

  private List<Object> list(String of) {
    TomlParseResult result = Toml.parse(of, OPTIONS);
    try {
      TomlArray array = result.getArray(List.of(table, key));
      return array == null
          ? List.of()
          : array.toList().stream()
              .map(one -> one instanceof TomlTable entry ? entry.toJson() : one)
              .toList();
    } catch (RuntimeException otherType) {
      return List.of(otherType);
    }
  }

  private String with(List<Entry> values) {
    Optional<TomlLexer.Value> list = new TomlLexer(text).value(table, key);
    if (list.isPresent()) {
      return inList(list.get(), values);
    }
    return below(
        commented(values)
            ? key + " = [" + newline + lines(values, "  ") + "]"
            : key + " = [" + joined(values) + "]");
  }

  private String below(String written) {
    String line = written + newline;
    return new TomlLexer(text)
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

  private static boolean commented(List<Entry> values) {
    return values.stream().anyMatch(value -> value.why().isPresent());
  }

  private String lines(List<Entry> values, String indent) {
    return values.stream()
        .map(value ->
            indent
                + quoted(value.value())
                + ","
                + value.why().map(why -> " # " + why).orElse("")
                + newline)
        .collect(Collectors.joining());
  }

  private String inList(TomlLexer.Value list, List<Entry> values) {
    int last = list.lastEnd();
    boolean empty = last == list.begin() + 1;
    boolean comma = !empty && text.charAt(last - 1) != ',';
    int rest = text.indexOf('\n', last);
    if ((rest < 0 || rest >= list.end()) && commented(values)) {
      return text.substring(0, last)
          + (comma ? "," : "")
          + newline
          + lines(values, "  ")
          + text.substring(list.end());
    }
    if (rest < 0 || rest >= list.end()) {
      String before = empty ? "" : comma ? ", " : " ";
      return text.substring(0, last) + before + joined(values) + text.substring(last);
    }
    int begin = text.lastIndexOf('\n', last - 1) + 1;
    String indent =
        begin > list.begin() ? text.substring(begin).replaceFirst("(?s)[^ \t].*", "") : "  ";
    return text.substring(0, last)
        + (comma ? "," : "")
        + text.substring(last, rest + 1)
        + lines(values, indent)
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

  private static String joined(List<Entry> values) {
    return values.stream().map(value -> quoted(value.value())).collect(Collectors.joining(", "));
  }

  private static String quoted(String value) {
    return '"' + value + '"';
  }
}
