package dev.sandboxed.toml;

import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A key that a reader asks a table for. Asking for a value of some type makes the key accepted with
 * that type, whether or not the file has it.
 *
 * @param meaning what people are told about it
 * @param example a value, as TOML; empty if the type alone shows one
 * @param label what it is called in a sentence about a file that sets it
 * @param required whether the table makes no sense without it
 * @param replaces whether a list counts instead of those of the layers below, not with them
 * @param partner the key of the same table without which it does nothing; empty if there is none
 */
public record TomlKey(
    TomlSection section,
    String name,
    String meaning,
    String example,
    String label,
    boolean required,
    boolean replaces,
    String partner) {

  static TomlKey of(TomlSection section, String name, String meaning) {
    return new TomlKey(section, name, meaning, "", name.replace('_', ' '), false, false, "");
  }

  /** The same key with a value that shows what to write. */
  public TomlKey like(String toml) {
    return new TomlKey(section, name, meaning, toml, label, required, replaces, partner);
  }

  /** The same key, with its absence reported. */
  public TomlKey mandatory() {
    return new TomlKey(section, name, meaning, example, label, true, replaces, partner);
  }

  /** The same key with words for a sentence, where its name alone says too little. */
  public TomlKey called(String words) {
    return new TomlKey(section, name, meaning, example, words, required, replaces, partner);
  }

  /** The same key, whose list counts instead of those of the layers below. */
  public TomlKey replacing() {
    return new TomlKey(section, name, meaning, example, label, required, true, partner);
  }

  /** The same key, reported where the table lacks {@code other}. */
  public TomlKey beside(String other) {
    return new TomlKey(section, name, meaning, example, label, required, replaces, other);
  }

  public Optional<Located<String>> text(TextRule rule) {
    return said(written(rule), text -> text);
  }

  public Optional<Located<Boolean>> flag() {
    return said(ask(new Shape.Flag()).flatMap(TomlNode::flag), String::valueOf);
  }

  /** A whole number, both limits included. */
  public Optional<Located<Integer>> number(int least, int most) {
    return said(
        ask(new Shape.WholeNumber(least, most)).flatMap(node -> node.number(least, most)),
        String::valueOf);
  }

  /**
   * A number with at most two digits behind its point, in hundredths like its limits, both
   * included.
   */
  public Optional<Located<Integer>> hundredths(int least, int most) {
    return said(
        ask(new Shape.Hundredths(least, most)).flatMap(node -> node.hundredths(least, most)),
        TomlNode::decimal);
  }

  /** One of the {@code allowed} words. */
  public <T> Optional<Located<T>> word(List<T> allowed, Function<T, String> spelling) {
    return said(
        ask(new Shape.Word(allowed.stream().map(spelling).toList()))
            .flatMap(node -> node.word(allowed, spelling)),
        spelling);
  }

  /** A value with a notation of its own. */
  public <T> Optional<Located<T>> one(Notation<T> notation) {
    TextRule rule = notation.rule();
    return said(
        ask(new Shape.Text(rule))
            .flatMap(node -> node.text(rule, rule.hint()))
            .map(text -> valueOf(text, notation)),
        String::valueOf);
  }

  /** A list of values with a notation of their own, each with its position. */
  public <T> List<Located<T>> all(Notation<T> notation) {
    return said(allWritten(notation.rule()).stream().map(text -> valueOf(text, notation)).toList());
  }

  /** A list of texts, each with its own position. */
  public List<Located<String>> texts(TextRule rule) {
    return said(allWritten(rule));
  }

  /**
   * A list of texts and of inline tables, whose keys are those asked of {@link #entryTable}. The
   * reader says with {@link #say} what they mean.
   */
  public List<TomlNode> textsAndTables(TextRule rule, String expected) {
    Shape entry = new Shape.TextOrTable(new Shape.Text(rule), new Shape.Table(entryName()));
    return ask(new Shape.ListOf(entry)).stream()
        .flatMap(node -> node.list(expected, inBrackets(node)).stream())
        .toList();
  }

  /**
   * What the tables of a list say.
   *
   * @param example how one begins in a file, such as {@code [[state.seed]]}
   * @param reading reads one; it is also asked which keys one may have
   */
  public <T> List<T> tables(String example, Function<TomlSection, Optional<T>> reading) {
    List<T> read = new ArrayList<>();
    // It says nothing, but is asked for its keys.
    reading.apply(absentEntryTable()).ifPresent(read::add);
    ask(new Shape.ListOf(new Shape.Table(entryName()))).stream()
        .flatMap(node -> node.list("a list of tables", "").stream())
        .forEach(entry -> {
          if (entry.isTable()) {
            reading.apply(entryTable(entry)).ifPresent(read::add);
          } else {
            entry.reportType("a table such as " + example, "");
          }
        });
    return List.copyOf(read);
  }

  /** One of the inline tables. */
  public TomlSection entryTable(TomlNode entry) {
    return section.file().section(entryName(), entry.value().getTable(), true, entry.position());
  }

  /** A table that is not there, to be asked what the inline tables are asked. */
  public TomlSection absentEntryTable() {
    return section.absent(entryName());
  }

  /**
   * The values of a table whose keys the person chooses and which obey {@code names}. The reader
   * says with {@link #say} what they mean.
   */
  public List<TomlNode> textsByName(TextRule names, TextRule texts, String hint) {
    return ask(new Shape.TextsByName(names, texts)).stream()
        .flatMap(node -> node.ownEntries(names, hint).stream())
        .toList();
  }

  /**
   * Takes down what the file says here, for whoever shows the file.
   *
   * @param subject what the value is about
   */
  public void say(String subject, String value, Origin origin) {
    section.file().say(new Statement(section.name(), name, subject, value, origin));
  }

  private <T> Optional<Located<T>> said(Optional<Located<T>> read, Function<T, String> spelling) {
    read.ifPresent(value -> {
      String shown = spelling.apply(value.value());
      say(shown, shown, value.origin());
    });
    return read;
  }

  private <T> List<Located<T>> said(List<Located<T>> read) {
    read.forEach(value -> {
      String shown = String.valueOf(value.value());
      say(shown, shown, value.origin());
    });
    return read;
  }

  private Optional<Located<String>> written(TextRule rule) {
    return ask(new Shape.Text(rule)).flatMap(node -> node.text(rule));
  }

  private List<Located<String>> allWritten(TextRule rule) {
    return ask(new Shape.ListOf(new Shape.Text(rule))).stream()
        .flatMap(node -> node.list("a list of strings", inBrackets(node)).stream())
        .flatMap(entry -> entry.text(rule).stream())
        .toList();
  }

  private Optional<TomlNode> ask(Shape shape) {
    AcceptedKey asked =
        new AcceptedKey(shape, meaning, example, label, required, replaces, partner);
    section.file().accepted().addKey(section.name(), name, asked);
    Optional<TomlNode> node = section.node(name);
    if (required && node.isEmpty()) {
      section.reportMissing(name);
    }
    if (!partner.isEmpty() && node.isPresent()) {
      section.reportAlone(name, partner);
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
