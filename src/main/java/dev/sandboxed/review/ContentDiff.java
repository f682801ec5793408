package dev.sandboxed.review;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import dev.sandboxed.state.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** What changed since it was allowed, as a unified diff that hides nothing. */
public final class ContentDiff {

  /** What a row is. */
  public enum Kind {
    /** Names a file. */
    FILE,
    /** Names the lines that follow. */
    PLACE,
    SAME,
    REMOVED,
    ADDED,
    /** Says something about the previous row. */
    NOTE
  }

  /** One row on a terminal. */
  public record Row(Kind kind, String text) {}

  // As in diff -u.
  private static final int CONTEXT = 3;

  // The time grows with the square; a flake.lock this long would have hundreds of inputs.
  private static final int MOST_LINES_TO_COMPARE = 10_000;

  // With the sign in front it fits 80 columns. If the terminal broke the line, the second half
  // would look like a line of its own.
  private static final int COLUMNS = 76;

  // A few screens of text in one line; the rest is only counted.
  private static final int LONGEST_LINE = 4000;

  private final List<Row> rows = new ArrayList<>();
  private int added;
  private int removed;
  private int cut;
  private int unseen;

  private ContentDiff() {}

  /** Compares; {@link Content#NOTHING} stands for what was never allowed. */
  public static ContentDiff of(Content before, Content after) {
    ContentDiff diff = new ContentDiff();
    SortedSet<String> paths = new TreeSet<>(before.marks().keySet());
    paths.addAll(after.marks().keySet());
    for (String path : paths) {
      if (!Objects.equals(before.marks().get(path), after.marks().get(path))) {
        diff.file(path, FileSide.of(before, path), FileSide.of(after, path));
      }
    }
    return diff;
  }

  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /** The last line: how much changed, in case the rest has scrolled away. */
  public String total() {
    return count(added, "line")
        + " added, "
        + removed
        + " removed"
        + (cut == 0 ? "" : "; " + count(cut, "line") + " too long to be shown in full")
        + (unseen == 0
            ? ""
            : "; " + count(unseen, "character") + " that cannot be seen, written as \\u{…}");
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private void file(String path, FileSide before, FileSide after) {
    String name = Revealed.of(path).text();
    rows.add(new Row(Kind.FILE, "--- " + name + " (" + before.about() + ")"));
    rows.add(new Row(Kind.FILE, "+++ " + name + " (" + after.about() + ")"));
    boolean sameText = before.lines().equals(after.lines());
    List<String> old = sameText ? before.mark() : before.lines();
    List<String> now = sameText ? after.mark() : after.lines();
    List<String> unified =
        UnifiedDiffUtils.generateUnifiedDiff(path, path, old, patch(old, now), CONTEXT);
    // Drop its own file names, and the place as well where it is the whole file.
    lines(unified.subList(old.isEmpty() || now.isEmpty() ? 3 : 2, unified.size()));
  }

  private static Patch<String> patch(List<String> before, List<String> after) {
    if (!before.isEmpty()
        && !after.isEmpty()
        && before.size() + after.size() <= MOST_LINES_TO_COMPARE) {
      return DiffUtils.diff(before, after, new MyersDiffWithLinearSpace<>());
    }
    int shorter = Math.min(before.size(), after.size());
    int first = 0;
    while (first < shorter && before.get(first).equals(after.get(first))) {
      first++;
    }
    int last = 0;
    while (last < shorter - first
        && before.get(before.size() - 1 - last).equals(after.get(after.size() - 1 - last))) {
      last++;
    }
    Patch<String> between = new Patch<>();
    between.addDelta(
        new ChangeDelta<>(
            new Chunk<>(first, before.subList(first, before.size() - last)),
            new Chunk<>(first, after.subList(first, after.size() - last))));
    return between;
  }

  /**
   * Adds lines that start with their sign and end with the newline they have in the file. Removed
   * lines come before the lines added in their place.
   */
  private void lines(List<String> signed) {
    List<String> held = new ArrayList<>();
    for (String line : signed) {
      switch (line.charAt(0)) {
        case '+' -> held.add(line);
        case '-' -> {
          removed++;
          content(Kind.REMOVED, line);
        }
        case '@' -> {
          added(held);
          rows.add(new Row(Kind.PLACE, line));
        }
        default -> {
          added(held);
          content(Kind.SAME, line);
        }
      }
    }
    added(held);
  }

  private void added(List<String> held) {
    added += held.size();
    held.forEach(line -> content(Kind.ADDED, line));
    held.clear();
  }

  private void content(Kind kind, String signed) {
    char sign = signed.charAt(0);
    String line = signed.substring(1);
    boolean ended = line.endsWith("\n");
    String whole = ended ? line.substring(0, line.length() - 1) : line;
    int length = whole.codePointCount(0, whole.length());
    String shown =
        length > LONGEST_LINE
            ? whole.substring(0, whole.offsetByCodePoints(0, LONGEST_LINE))
            : whole;
    Revealed written = Revealed.of(shown);
    wrap(kind, sign, written.text());
    if (written.unseen() > 0) {
      unseen += written.unseen();
      note(count(written.unseen(), "character") + " of this line cannot be seen");
    }
    if (length > LONGEST_LINE) {
      cut++;
      note((length - LONGEST_LINE) + " more characters of this line are NOT shown");
    }
    if (!ended) {
      note("No newline at end of file");
    }
  }

  private void wrap(Kind kind, char sign, String text) {
    StringBuilder row = new StringBuilder();
    int columns = 0;
    for (int codePoint : text.codePoints().toArray()) {
      int width = codePoint == '\t' ? 8 : codePoint < 0x80 ? 1 : 2;
      if (columns + width > COLUMNS) {
        rows.add(new Row(kind, sign + row.toString()));
        row.setLength(0);
        row.append("… ");
        columns = 2;
      }
      row.appendCodePoint(codePoint);
      columns += width;
    }
    rows.add(new Row(kind, sign + row.toString()));
  }

  private void note(String text) {
    rows.add(new Row(Kind.NOTE, "\\ " + text));
  }
}
