package dev.sandboxed.foreign;

import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.toml.TomlText;
import java.util.List;
import java.util.Map;

/**
 * Writes a draft as a profile: a source behind each line, and the notes at the end, as comments.
 * Whatever comes from the file stands in a string or in a comment of one line.
 */
final class DraftText {

  private final StringBuilder text = new StringBuilder();
  private final Draft draft;

  private DraftText(Draft draft) {
    this.draft = draft;
  }

  /**
   * The text of the profile.
   *
   * @param tool whose settings they were, with the version that was read
   * @param file where they stand, fit to be shown
   */
  static String of(Draft draft, String tool, String base, String file) {
    DraftText written = new DraftText(draft);
    written.line("# Drafted by sandboxed profiles import. Each line ends with where it is from.");
    written.line("extends = " + TomlText.quoted(base) + " # what is not said below is as there");
    written.line("description = " + TomlText.quoted("From " + file + ", settings of " + tool));
    String table = "";
    for (Draft.Key key : Draft.Key.values()) {
      if (!draft.values(key).isEmpty()) {
        if (!key.table().equals(table)) {
          table = key.table();
          written.line("");
          written.line("[" + table + "]");
        }
        written.key(key);
      }
    }
    written.variables();
    written.notes();
    return written.text.toString();
  }

  private void key(Draft.Key key) {
    Map<String, Setting> values = draft.values(key);
    if (!key.isList()) {
      values.forEach((value, source) -> line(key.word() + " = " + value + from(source)));
      return;
    }
    line(key.word() + " = [");
    values.forEach((value, source) -> line("  " + value + "," + from(source)));
    line("]");
  }

  private void variables() {
    if (!draft.variables().isEmpty()) {
      line("");
      line("[environment.set]");
      draft
          .variables()
          .forEach((name, value) -> line(name + " = " + value.value() + from(value.source())));
    }
  }

  private void notes() {
    for (Note.Verdict verdict : Note.Verdict.values()) {
      List<Note> about = draft.notes().stream().filter(note -> note.verdict() == verdict).toList();
      if (!about.isEmpty()) {
        line("");
        line("# " + verdict.title() + ":");
        about.forEach(note -> line("#   " + place(note.at(), note.key()) + ": " + note.text()));
      }
    }
  }

  private static String from(Setting source) {
    return " # " + place(source.at(), source.key());
  }

  private static String place(SourcePosition at, String key) {
    return at + (key.isEmpty() ? "" : " " + key);
  }

  /** Nothing in it can end the line early, or move a cursor. */
  private void line(String one) {
    text.append(Printable.whole(one)).append('\n');
  }
}
