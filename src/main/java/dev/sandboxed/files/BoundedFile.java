package dev.sandboxed.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Reads whole files, and only files that have an end: a pipe would make a launch wait for its
 * writer, and a device can be read for ever.
 *
 * <p>Java cannot open a file without waiting, so this looks first at what is there. A pipe that
 * takes the place of the file in the few microseconds between looking and opening can still keep
 * the reader waiting.
 */
public final class BoundedFile {

  private BoundedFile() {}

  /**
   * The bytes of a regular file.
   *
   * @param largest how many there may be
   * @param options whether a symlink is followed
   * @throws NotReadException if it is not a regular file, or is larger
   * @throws IOException if it is missing or cannot be read
   */
  public static byte[] bytes(Path file, int largest, LinkOption... options) throws IOException {
    byte[] bytes = beginning(file, largest + 1, options);
    if (bytes.length > largest) {
      throw NotReadException.larger(file, largest);
    }
    return bytes;
  }

  /**
   * The first bytes of a regular file, however long it is.
   *
   * @throws NotReadException if it is not a regular file
   * @throws IOException if it is missing or cannot be read
   */
  public static byte[] beginning(Path file, int most, LinkOption... options) throws IOException {
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class, options);
    if (!found.isRegularFile()) {
      throw new NotReadException(file, kind(found));
    }
    try (InputStream stream = Files.newInputStream(file, options)) {
      return stream.readNBytes(most);
    }
  }

  private static String kind(BasicFileAttributes found) {
    if (found.isDirectory()) {
      return "a directory";
    }
    return found.isSymbolicLink() ? "a symlink" : "a pipe, a socket or a device";
  }

  /**
   * The text of a regular file.
   *
   * @throws java.nio.charset.CharacterCodingException if it is not UTF-8
   * @throws IOException as {@link #bytes}
   */
  public static String text(Path file, int largest, LinkOption... options) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(file, largest, options));
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  /** Each byte of a regular file as one character. */
  public static String byteText(Path file, int largest, LinkOption... options) throws IOException {
    return new String(bytes(file, largest, options), StandardCharsets.ISO_8859_1);
  }
}
