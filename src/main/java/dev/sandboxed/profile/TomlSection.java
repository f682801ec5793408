package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Quoted;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.tomlj.Toml;
import org.tomlj.TomlElement;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of a file, which is empty where the file does not have it. Asking for a key makes it an
 * accepted one.
 *
 * @param name {@link AcceptedKeys#TOP}, the table's name, or {@code table.key} for the inline
 *     tables in a list
 * @param present whether the file has it
 * @param position where the table starts, for what is missing in it
 */
record TomlSection(
    TomlFile file, String name, TomlTable table, boolean present, TomlPosition position) {

  Optional<Located<String>> text(String key, TextRule rule) {
    return node(key).flatMap(node -> node.text(rule));
  }

  /** A text that must be there; what stands in for one that is not is never used. */
  String requiredText(String key, TextRule rule) {
    return requiredNode(key).flatMap(node -> node.text(rule)).map(Located::value).orElse("");
  }

  Optional<Located<Boolean>> flag(String key) {
    return node(key).flatMap(TomlNode::flag);
  }

  /** A whole number, both limits included. */
  Optional<Located<Integer>> number(String key, int least, int most) {
    return node(key).flatMap(node -> node.number(least, most));
  }

  /** A value with a notation of its own. */
  <T> Optional<Located<T>> one(String key, Notation<T> notation) {
    return text(key, notation.rule()).map(text -> valueOf(text, notation));
  }

  /** A list of such values, each with its own position. */
  <T> List<Located<T>> all(String key, Notation<T> notation) {
    return texts(key, notation.rule()).stream().map(text -> valueOf(text, notation)).toList();
  }

  /** One of the {@code allowed} words. */
  <T> Optional<Located<T>> word(String key, List<T> allowed, Function<T, String> spelling) {
    return node(key).flatMap(node -> node.word(allowed, spelling));
  }

  /** A list of texts, each with its own position. */
  List<Located<String>> texts(String key, TextRule rule) {
    return node(key).map(node -> textsOf(node, rule)).orElse(List.of());
  }

  /** A list of strings, or of strings and inline tables. */
  List<TomlNode> entries(String key, String expected) {
    return node(key).map(node -> node.list(expected, exampleOf(node))).orElse(List.of());
  }

  /** A table of this one, empty if it is not there. */
  TomlSection table(String key) {
    Optional<TomlTable> content = node(key).flatMap(node -> node.table(""));
    return file.section(
        key, content.orElseGet(() -> Toml.parse("")), content.isPresent(), positionOf(key));
  }

  /** An inline table that is an entry of one of this table's lists. */
  TomlSection entryTable(TomlNode entry) {
    TomlTable content = entry.value().getTable();
    return file.section(name + "." + entry.key(), content, true, entry.position());
  }

  Optional<TomlNode> node(String key) {
    file.accepted().addKey(name, key);
    return Optional.ofNullable(table.entry(List.of(key)))
        .map(entry -> new TomlNode(file, key, Quoted.of(key), entry.value()));
  }

  Optional<TomlNode> requiredNode(String key) {
    Optional<TomlNode> node = node(key);
    if (node.isEmpty() && present && !file.isBroken()) {
      file.report(position, "missing-key", Quoted.of(key) + " is missing" + where(), "");
    }
    return node;
  }

  Set<String> keys() {
    return table.keySet();
  }

  boolean isTop() {
    return name.equals(AcceptedKeys.TOP);
  }

  /** Where {@code key} stands; where the table starts if the file does not have it. */
  TomlPosition positionOf(String key) {
    TomlElement entry = table.entry(List.of(key));
    return entry == null ? position : TomlFile.position(entry);
  }

  /** For the end of a message: in which table. */
  String where() {
    if (isTop()) {
      return " at the top level";
    }
    return name.indexOf('.') < 0 ? " in [" + name + "]" : " in an entry of " + name;
  }

  private static <T> Located<T> valueOf(Located<String> text, Notation<T> notation) {
    return new Located<>(notation.value(text.value()), text.origin());
  }

  private List<Located<String>> textsOf(TomlNode node, TextRule rule) {
    return node.list("a list of strings", exampleOf(node)).stream()
        .flatMap(entry -> entry.text(rule).stream())
        .toList();
  }

  /** People forget the brackets of a list with one entry. */
  private static String exampleOf(TomlNode node) {
    return node.isString() ? "write it in brackets: " + node.key() + " = [\"…\"]" : "";
  }
}
