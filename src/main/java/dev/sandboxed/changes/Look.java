package dev.sandboxed.changes;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads what src/main/bash/changes wrote down when it looked at the project: NUL-terminated texts,
 * three of the repository, one for each file, and an end.
 */
final class Look {

  private static final String END = "end";

  /** Of the repository; see {@link GitHead}. */
  private static final int TEXTS = 3;

  private static final int FIELDS = 6;

  private final byte[] bytes;
  private int at;

  private Look(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * One snapshot for each look.
   *
   * @throws IllegalArgumentException if the last one is incomplete
   */
  static List<Snapshot> all(byte[] bytes) {
    Look look = new Look(bytes);
    List<Snapshot> all = new ArrayList<>();
    while (look.at < bytes.length) {
      all.add(look.snapshot());
    }
    return List.copyOf(all);
  }

  private Snapshot snapshot() {
    String[] texts = new String[TEXTS];
    for (int text = 0; text < TEXTS; text++) {
      texts[text] = latin(next());
    }
    SortedMap<String, FileMark> files = new TreeMap<>();
    for (byte[] record = next(); !latin(record).equals(END); record = next()) {
      // A name may have any bytes except NUL, and what stands before it has none above 127.
      String[] fields = latin(record).split(" ", FIELDS);
      if (fields.length < FIELDS) {
        throw incomplete();
      }
      files.put(name(fields[5].getBytes(StandardCharsets.ISO_8859_1)), mark(fields));
    }
    return new Snapshot(GitHead.of(texts[0], texts[1], texts[2]), files);
  }

  private static FileMark mark(String[] fields) {
    char letter = fields[0].charAt(0);
    return new FileMark(
        letter == 'f' || letter == 'l' ? letter : 's',
        Long.parseLong(fields[1]),
        nanoseconds(fields[2]),
        nanoseconds(fields[3]),
        Long.parseLong(fields[4]));
  }

  /** Of seconds with a fraction of ten digits, of which the last is always zero. */
  private static long nanoseconds(String seconds) {
    int point = seconds.indexOf('.');
    if (point < 0 || seconds.length() < point + 10) {
      throw incomplete();
    }
    return Long.parseLong(seconds.substring(0, point) + seconds.substring(point + 1, point + 10));
  }

  private byte[] next() {
    int end = at;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    if (end == bytes.length) {
      throw incomplete();
    }
    byte[] text = Arrays.copyOfRange(bytes, at, end);
    at = end + 1;
    return text;
  }

  private static IllegalArgumentException incomplete() {
    return new IllegalArgumentException("what was seen of the project is not complete");
  }

  private static String latin(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Names that are not text stay distinct by their bytes, written as in a URI. */
  private static String name(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      StringBuilder name = new StringBuilder();
      for (byte one : bytes) {
        name.append(one > ' ' && one != '%' ? (char) one : "%%%02X".formatted(one));
      }
      return name.toString();
    }
  }
}
