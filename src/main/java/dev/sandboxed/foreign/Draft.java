package dev.sandboxed.foreign;

import dev.sandboxed.toml.TomlText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A profile while it is drafted: its lines with their sources, and notes about the rest. */
final class Draft {

  /** A key of the profile. */
  enum Key {
    TIER("network", "tier", false),
    ALLOW("network", "allow", true),
    REFUSE("network", "deny", true),
    PUBLISH("network", "publish", true),
    READ("filesystem", "read", true),
    WRITE("filesystem", "write", true),
    DENY("filesystem", "deny", true),
    PROTECT("filesystem", "protect", true),
    PASS("environment", "pass", true),
    MEMORY("limits", "memory", false),
    TASKS("limits", "tasks", false),
    CPU("limits", "cpu", false);

    private final String table;
    private final String word;
    private final boolean list;

    Key(String table, String word, boolean list) {
      this.table = table;
      this.word = word;
      this.list = list;
    }

    String table() {
      return table;
    }

    String word() {
      return word;
    }

    boolean isList() {
      return list;
    }
  }

  private final Map<Key, Map<String, Setting>> lines = new EnumMap<>(Key.class);
  private final Map<String, Line> variables = new LinkedHashMap<>();
  private final List<Note> notes = new ArrayList<>();

  /** A value as TOML, and where it is from. */
  record Line(String value, Setting source) {}

  /** Adds a value; what is there already stays. */
  void add(Key key, String toml, Setting source) {
    Map<String, Setting> values = lines.computeIfAbsent(key, _ -> new LinkedHashMap<>());
    if (key.isList() || values.isEmpty()) {
      values.putIfAbsent(toml, source);
    }
  }

  void addText(Key key, String text, Setting source) {
    add(key, TomlText.quoted(text), source);
  }

  /** Sets a variable, unless it is set already. */
  void set(String name, String value, Setting source) {
    variables.putIfAbsent(name, new Line(TomlText.quoted(value), source));
  }

  /** Says something of a setting. */
  void note(Note.Verdict verdict, Setting about, String text) {
    notes.add(new Note(verdict, about.at(), about.key(), text));
  }

  /** Says something that goes for more than this setting, at the first of them. */
  void noteOnce(Note.Verdict verdict, Setting about, String text) {
    if (notes.stream().noneMatch(note -> note.text().equals(text))) {
      note(verdict, about, text);
    }
  }

  void leaveOut(Setting setting, String why) {
    note(Note.Verdict.LEFT_OUT, setting, why);
  }

  /** Tells the keys that no reader knows. */
  void unknown(Section section, String owner) {
    section
        .rest()
        .values()
        .forEach(setting -> note(Note.Verdict.UNKNOWN, setting, "is not a setting of " + owner));
  }

  Map<String, Setting> values(Key key) {
    return lines.getOrDefault(key, Map.of());
  }

  Map<String, Line> variables() {
    return variables;
  }

  List<Note> notes() {
    return List.copyOf(notes);
  }
}
