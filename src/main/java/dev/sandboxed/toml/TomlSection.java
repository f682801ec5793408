package dev.sandboxed.toml;

import dev.sandboxed.problem.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.tomlj.Toml;
import org.tomlj.TomlElement;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of a file, which is empty if the file does not have it.
 *
 * @param name {@link AcceptedKeys#TOP}, the table's name, or {@code table.key} for the inline
 *     tables in a list
 * @param present whether the file has it
 * @param position where the table starts, for what is missing in it
 */
public record TomlSection(
    TomlFile file, String name, TomlTable table, boolean present, TomlPosition position) {

  /**
   * A key of this table, to be asked for a value.
   *
   * @param meaning what people are told about it, in a few words and without a full stop
   */
  public TomlKey key(String key, String meaning) {
    return TomlKey.of(this, key, meaning);
  }

  /** A table inside this one, empty if it is not there. */
  public TomlSection table(String key) {
    AcceptedKey asked = new AcceptedKey(new Shape.Table(key), "", "", "", false, false, "");
    file.accepted().addKey(name, key, asked);
    Optional<TomlTable> content = node(key).flatMap(node -> node.table(""));
    return content
        .map(own -> file.section(key, own, true, positionOf(key)))
        .orElseGet(() -> absent(key));
  }

  /**
   * What the tables inside one say, whose names the person chooses.
   *
   * @param reading reads one; it is also asked which keys one may have
   */
  public <T> List<T> tables(
      String key, TextRule names, BiFunction<String, TomlSection, Optional<T>> reading) {
    Shape shape = new Shape.TablesByName(names, new Shape.Table(key));
    file.accepted().addKey(name, key, new AcceptedKey(shape, "", "", "", false, false, ""));
    List<T> read = new ArrayList<>();
    // It says nothing, but is asked for its keys.
    reading.apply("", absent(key)).ifPresent(read::add);
    node(key).stream()
        .flatMap(node -> node.ownEntries(names, "write [" + key + ".NAME]").stream())
        .forEach(entry ->
            entry
                .table("write [" + key + "." + entry.key() + "]")
                .map(own -> file.section(key + "." + entry.key(), own, true, entry.position()))
                .flatMap(section -> reading.apply(entry.key(), section))
                .ifPresent(read::add));
    return List.copyOf(read);
  }

  /** A table that the file does not have. */
  TomlSection absent(String other) {
    return file.section(other, Toml.parse(""), false, position);
  }

  Optional<TomlNode> node(String key) {
    return Optional.ofNullable(table.entry(List.of(key)))
        .map(entry -> new TomlNode(file, key, Quoted.of(key), entry.value()));
  }

  /** Reports that the keys of this table do not fit together. */
  public void report(String code, String message, String hint) {
    file.report(position, code, message, hint);
  }

  /**
   * Reports {@code key} where the table has it and not the other, without which it does nothing.
   */
  public void reportAlone(String key, String other) {
    if (table.contains(key) && !table.contains(other)) {
      file.report(
          positionOf(key),
          "key-alone",
          Quoted.of(key) + " does nothing without " + Quoted.of(other) + where(),
          "add that, or remove " + key);
    }
  }

  void reportMissing(String key) {
    if (present && !file.isBroken()) {
      file.report(position, "missing-key", Quoted.of(key) + " is missing" + where(), "");
    }
  }

  Set<String> keys() {
    return table.keySet();
  }

  boolean isTop() {
    return name.equals(AcceptedKeys.TOP);
  }

  /** The position of {@code key}, or of the table if the file does not have the key. */
  public TomlPosition positionOf(String key) {
    TomlElement entry = table.entry(List.of(key));
    return entry == null ? position : TomlFile.position(entry);
  }

  /** Whether the person chose its name. */
  private boolean isNamed() {
    AcceptedKey above =
        file.accepted().keysIn(AcceptedKeys.TOP).get(name.substring(0, name.lastIndexOf('.')));
    return above != null && above.shape() instanceof Shape.TablesByName;
  }

  /** The table, in words for the end of a message. */
  String where() {
    if (isTop()) {
      return " at the top level";
    }
    if (name.indexOf('.') < 0 || isNamed()) {
      return " in [" + name + "]";
    }
    // A list at the top level has a table without a name before its point.
    return " in an entry of " + (name.startsWith(".") ? name.substring(1) : name);
  }
}
