package dev.sandboxed.problem;

/**
 * Text of a file, an environment or another program, made safe to show: it can neither move the
 * cursor nor break the line.
 */
public final class Quoted {

  /** Longer texts are cut: a message stays readable whatever a file holds. */
  private static final int LONGEST = 80;

  private Quoted() {}

  /** {@code text} in double quotes, its control characters escaped as in TOML. */
  public static String of(String text) {
    return of(text, LONGEST);
  }

  /** The same, cut at another length, in characters. */
  public static String of(String text, int longest) {
    StringBuilder shown = new StringBuilder("\"");
    text.codePoints().limit(longest).forEach(codePoint -> append(shown, codePoint));
    if (text.codePointCount(0, text.length()) > longest) {
      shown.append('…');
    }
    return shown.append('"').toString();
  }

  /** {@code word} as any shell reads it: in single quotes, each of its own outside of them. */
  public static String forShell(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static void append(StringBuilder shown, int codePoint) {
    switch (codePoint) {
      case '"' -> shown.append("\\\"");
      case '\\' -> shown.append("\\\\");
      case '\n' -> shown.append("\\n");
      case '\t' -> shown.append("\\t");
      default -> {
        if (isInvisible(codePoint)) {
          shown.append(String.format("\\u%04x", codePoint));
        } else {
          shown.appendCodePoint(codePoint);
        }
      }
    }
  }

  // FORMAT holds the characters that turn the direction of writing around.
  private static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
