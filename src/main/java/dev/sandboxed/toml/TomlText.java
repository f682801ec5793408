package dev.sandboxed.toml;

/** Writes any text so that TOML reads it as it was, on one line. */
public final class TomlText {

  private TomlText() {}

  /** Whether TOML has a way to say it: half of a pair of surrogates is no character. */
  public static boolean canSay(String text) {
    return text.codePoints()
        .noneMatch(
            codePoint -> codePoint == 0 || Character.getType(codePoint) == Character.SURROGATE);
  }

  /**
   * The text in double quotes. Whatever a terminal would not show, or would obey, is escaped.
   *
   * @throws IllegalArgumentException if TOML cannot say it
   */
  public static String quoted(String text) {
    if (!canSay(text)) {
      throw new IllegalArgumentException("TOML has no such character");
    }
    StringBuilder written = new StringBuilder("\"");
    text.codePoints().forEach(codePoint -> append(written, codePoint));
    return written.append('"').toString();
  }

  private static void append(StringBuilder written, int codePoint) {
    if (codePoint == '"' || codePoint == '\\') {
      written.append('\\').append((char) codePoint);
    } else if (isPlain(codePoint)) {
      written.appendCodePoint(codePoint);
    } else if (Character.isBmpCodePoint(codePoint)) {
      written.append(String.format("\\u%04X", codePoint));
    } else {
      written.append(String.format("\\U%08X", codePoint));
    }
  }

  // FORMAT includes the characters that reverse the direction of writing.
  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
