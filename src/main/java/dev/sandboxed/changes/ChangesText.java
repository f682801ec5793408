package dev.sandboxed.changes;

import dev.sandboxed.problem.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Changes in words, few enough for a person to read. */
public final class ChangesText {

  // With the counts and the lines about ignored files and commits, this fits in twenty lines.
  private static final int MOST_FILES = 14;
  private static final int MOST_IGNORED = 2;

  private final Changes changes;
  private final StringBuilder text = new StringBuilder();

  private ChangesText(Changes changes) {
    this.changes = changes;
  }

  /** The lines of text; the counts come first and are complete. */
  public static String of(Changes changes) {
    ChangesText words = new ChangesText(changes);
    words.counts();
    words.files();
    words.ignored();
    words.head();
    return words.text.toString();
  }

  /**
   * One more line, for when it is not known what git ignores.
   *
   * @param why the rest of a sentence
   */
  public static String notIgnoring(String why) {
    ChangesText words = new ChangesText(new Changes(List.of(), Map.of(), "", ""));
    words.row("ignored", "not told apart, because " + why);
    return words.text.toString();
  }

  private void counts() {
    List<String> counts = new ArrayList<>();
    for (Changes.Kind kind : Changes.Kind.values()) {
      if (changes.count(kind) > 0) {
        counts.add(changes.count(kind) + " " + word(kind));
      }
    }
    text.append("sandboxed: files in the project: ")
        .append(counts.isEmpty() ? "none changed" : String.join(", ", counts))
        .append('\n');
  }

  private void files() {
    changes.files().stream()
        .limit(MOST_FILES)
        .forEach(change ->
            row(
                word(change.kind()),
                change.before().map(old -> old + " -> ").orElse("") + change.name()));
    if (changes.files().size() > MOST_FILES) {
      row("", "and " + (changes.files().size() - MOST_FILES) + " more");
    }
  }

  private void ignored() {
    List<Map.Entry<String, Integer>> largest =
        changes.ignored().entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
            .toList();
    largest.stream()
        .limit(MOST_IGNORED)
        .forEach(entry -> row("ignored", entry.getKey() + ", " + entry.getValue() + " changes"));
    int rest = largest.stream().skip(MOST_IGNORED).mapToInt(Map.Entry::getValue).sum();
    if (rest > 0) {
      row("ignored", "elsewhere, " + rest + " changes");
    }
  }

  private void head() {
    if (!changes.headBefore().equals(changes.headAfter())) {
      row("git", named(changes.headBefore()) + " -> " + named(changes.headAfter()));
    }
  }

  private static String named(String head) {
    return head.isEmpty() ? "nothing" : head;
  }

  private static String word(Changes.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private void row(String label, String value) {
    text.append(String.format(Locale.ROOT, "  %-7s  %s%n", label, Printable.line(value)));
  }
}
