package dev.sandboxed.problem;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Text of a file, an environment or another program, made safe to show: it can neither move the
 * cursor nor break the line.
 */
public final class Quoted {

  /** Longer texts are cut: a message stays readable whatever a file holds. */
  private static final int LONGEST = 80;

  private static final Pattern PLAIN = Pattern.compile("[\\w./@%+,:=-]+");

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

  /** {@code word} as any shell reads it: in single quotes, with its own quotes outside them. */
  public static String forShell(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * A path as a shell like bash reads it, even if its name is not text or would not be shown as it
   * is.
   */
  public static String forShell(Path path) {
    String text = path.toString();
    if (text.indexOf('\uFFFD') < 0 && text.codePoints().noneMatch(Quoted::isInvisible)) {
      return PLAIN.matcher(text).matches() ? text : forShell(text);
    }
    StringBuilder word = new StringBuilder("$'");
    // The only way to get the bytes of a name that is not text.
    for (byte value : bytes(path.toUri().getRawPath().replaceFirst("/+$", ""))) {
      boolean plain = value > ' ' && value < 0x7f && value != '\'' && value != '\\';
      word.append(plain ? String.valueOf((char) value) : String.format("\\%03o", value & 0xff));
    }
    return word.append('\'').toString();
  }

  /** The bytes that a URI writes with percent signs. */
  private static byte[] bytes(String raw) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 0; at < raw.length(); at++) {
      boolean escaped = raw.charAt(at) == '%';
      bytes.write(escaped ? Integer.parseInt(raw, at + 1, at + 3, 16) : raw.charAt(at));
      at += escaped ? 2 : 0;
    }
    return bytes.toByteArray();
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

  // FORMAT includes the characters that reverse the direction of writing.
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
