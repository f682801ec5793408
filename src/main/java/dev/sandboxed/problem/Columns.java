package dev.sandboxed.problem;

import java.util.ArrayList;
import java.util.List;

/** Lays text out in the columns of a terminal. */
public final class Columns {

  private Columns() {}

  /** Breaks at blanks. A word that is longer than a line stays whole, so that it can be copied. */
  public static List<String> wrapped(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && width(line) + 1 + width(word) > columns) {
        lines.add(line.toString());
        line.setLength(0);
      } else if (!line.isEmpty()) {
        line.append(' ');
      }
      line.append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** How many columns a text takes. */
  public static int width(CharSequence text) {
    return Character.codePointCount(text, 0, text.length());
  }
}
