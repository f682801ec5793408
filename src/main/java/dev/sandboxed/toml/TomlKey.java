package dev.sandboxed.toml;

import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A key that a reader asks a table for. Asking for a value of some type makes the key accepted with
 * that type, whether or not the file has it.
 *
 * @param meaning what people are told about it
 * @param example a value, as TOML; empty if the type alone shows one
 * @param required whether the table makes no sense without it
 */
public record TomlKey(
    TomlSection section, String name, String meaning, String example, boolean required) {

  /** The same key with a value that shows what to write. */
  public TomlKey like(String toml) {
    return new TomlKey(section, name, meaning, toml, required);
  }

  /** The same key, with its absence reported. */
  public TomlKey mandatory() {
    return new TomlKey(section, name, meaning, example, true);
  }

  public Optional<Located<String>> text(TextRule rule) {
    return ask(new Shape.Text(rule)).flatMap(node -> node.text(rule));
  }

  public Optional<Located<Boolean>> flag() {
    return ask(new Shape.Flag()).flatMap(TomlNode::flag);
  }

  /** A whole number, both limits included. */
  public Optional<Located<Integer>> number(int least, int most) {
    return ask(new Shape.WholeNumber(least, most)).flatMap(node -> node.number(least, most));
  }

  /** One of the {@code allowed} words. */
  public <T> Optional<Located<T>> word(List<T> allowed, Function<T, String> spelling) {
    return ask(new Shape.Word(allowed.stream().map(spelling).toList()))
        .flatMap(node -> node.word(allowed, spelling));
  }

  /** A value with a notation of its own. */
  public <T> Optional<Located<T>> one(Notation<T> notation) {
    return text(notation.rule()).map(text -> valueOf(text, notation));
  }

  /** A list of values with a notation of their own, each with its position. */
  public <T> List<Located<T>> all(Notation<T> notation) {
    return texts(notation.rule()).stream().map(text -> valueOf(text, notation)).toList();
  }

  /** A list of texts, each with its own position. */
  public List<Located<String>> texts(TextRule rule) {
    return ask(new Shape.ListOf(new Shape.Text(rule))).stream()
        .flatMap(node -> node.list("a list of strings", inBrackets(node)).stream())
        .flatMap(entry -> entry.text(rule).stream())
        .toList();
  }

  /** A list of texts and of inline tables, whose keys are those asked of {@link #entryTable}. */
  public List<TomlNode> textsAndTables(TextRule rule, String expected) {
    Shape entry = new Shape.TextOrTable(new Shape.Text(rule), new Shape.Table(entryName()));
    return ask(new Shape.ListOf(entry)).stream()
        .flatMap(node -> node.list(expected, inBrackets(node)).stream())
        .toList();
  }

  /** A list of tables, whose keys are those asked of {@link #entryTable}. */
  public List<TomlNode> tables(String expected) {
    return ask(new Shape.ListOf(new Shape.Table(entryName()))).stream()
        .flatMap(node -> node.list(expected, "").stream())
        .toList();
  }

  /** One of the inline tables. */
  public TomlSection entryTable(TomlNode entry) {
    return section.file().section(entryName(), entry.value().getTable(), true, entry.position());
  }

  /** A table that is not there, to be asked what the inline tables are asked. */
  public TomlSection absentEntryTable() {
    return section.absent(entryName());
  }

  /** The values of a table whose keys the person chooses and which obey {@code names}. */
  public List<TomlNode> textsByName(TextRule names, TextRule texts, String hint) {
    return ask(new Shape.TextsByName(names, texts)).stream()
        .flatMap(node -> node.ownEntries(names, hint).stream())
        .toList();
  }

  private Optional<TomlNode> ask(Shape shape) {
    AcceptedKey asked = new AcceptedKey(shape, meaning, example, required);
    section.file().accepted().addKey(section.name(), name, asked);
    Optional<TomlNode> node = section.node(name);
    if (required && node.isEmpty()) {
      section.reportMissing(name);
    }
    return node;
  }

  private String entryName() {
    return section.name() + "." + name;
  }

  private static <T> Located<T> valueOf(Located<String> text, Notation<T> notation) {
    return new Located<>(notation.value(text.value()), text.origin());
  }

  /** People forget the brackets of a list with one entry. */
  private static String inBrackets(TomlNode node) {
    return node.isString() ? "write it in brackets: " + node.key() + " = [\"…\"]" : "";
  }
}
