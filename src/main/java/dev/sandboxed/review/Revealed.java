package dev.sandboxed.review;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text that an attacker wrote, for a person who decides by what it says: characters that a terminal
 * would not show, or would obey, are written out.
 *
 * @param text what is shown
 * @param unseen how many characters were written out
 */
public record Revealed(String text, int unseen) {

  // A byte that is not UTF-8 becomes a character that UTF-8 cannot encode: half of a pair.
  private static final int NO_UTF8 = 0xDC00;

  /** A file's content as text that keeps bytes that are not UTF-8 recognizable. */
  static String decoded(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (NO_UTF8 + (in.get() & 0xff)));
      }
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  /** One line, without its end. */
  public static Revealed of(String line) {
    StringBuilder shown = new StringBuilder();
    int unseen = 0;
    boolean afterMark = false;
    for (int codePoint : line.codePoints().toArray()) {
      boolean mark = Character.getType(codePoint) == Character.NON_SPACING_MARK;
      // A single one makes a letter; a heap of them covers its surroundings.
      if (isUnseen(codePoint) || (mark && afterMark)) {
        shown.append(escape(codePoint));
        unseen++;
      } else {
        shown.appendCodePoint(codePoint);
      }
      afterMark = mark;
    }
    return new Revealed(shown.toString(), unseen);
  }

  static boolean isUnseen(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> codePoint != '\t';
      case Character.SPACE_SEPARATOR -> codePoint != ' ';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.ENCLOSING_MARK ->
          true;
      default -> isBlank(codePoint);
    };
  }

  /**
   * Letters and marks that look like nothing: the rest of Unicode's Default_Ignorable_Code_Point
   * (DerivedCoreProperties.txt), and the empty Braille pattern.
   */
  private static boolean isBlank(int codePoint) {
    return codePoint == 0x034F
        || codePoint == 0x115F
        || codePoint == 0x1160
        || codePoint == 0x17B4
        || codePoint == 0x17B5
        || (codePoint >= 0x180B && codePoint <= 0x180F)
        || codePoint == 0x2800
        || codePoint == 0x3164
        || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
        || codePoint == 0xFFA0
        || (codePoint >= 0xE0000 && codePoint <= 0xE0FFF);
  }

  private static String escape(int codePoint) {
    if (codePoint >= NO_UTF8 + 0x80 && codePoint <= NO_UTF8 + 0xff) {
      return String.format("\\x%02x", codePoint - NO_UTF8);
    }
    return codePoint == '\r' ? "\\r" : String.format("\\u{%x}", codePoint);
  }
}
