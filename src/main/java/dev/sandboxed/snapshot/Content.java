package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.beneath.OpenDirectory;
import dev.sandboxed.files.DigestingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is at a name, whole: two that are equal have the same kind, mode and content.
 *
 * @param mark the digest of a file, or where a link leads; empty for a directory
 */
record Content(Node.Kind kind, int mode, String mark) {

  static final Content ABSENT = new Content(Node.Kind.ABSENT, 0, "");

  private static final int FIELDS = 3;

  /** Reads it all. */
  static Content at(OpenDirectory directory, Path name) throws IOException {
    return at(directory, name, OutputStream.nullOutputStream());
  }

  /**
   * Reads it all.
   *
   * @param copy gets the bytes of a file
   */
  static Content at(OpenDirectory directory, Path name, OutputStream copy) throws IOException {
    Node node = directory.look(name);
    return switch (node.kind()) {
      case ABSENT -> ABSENT;
      case DIRECTORY -> new Content(node.kind(), node.mode(), "");
      case LINK ->
          new Content(node.kind(), 0, Names.target(Files.readSymbolicLink(directory.entry(name))));
      case FILE -> new Content(node.kind(), node.mode(), digest(directory, name, copy));
      case WHITEOUT, OTHER -> new Content(Node.Kind.OTHER, 0, Long.toString(node.inode()));
    };
  }

  private static String digest(OpenDirectory directory, Path name, OutputStream copy)
      throws IOException {
    DigestingOutput digesting = new DigestingOutput(copy);
    try (InputStream file = directory.read(name)) {
      file.transferTo(digesting);
    }
    return digesting.digest();
  }

  boolean isThere() {
    return kind != Node.Kind.ABSENT;
  }

  boolean is(Node.Kind other) {
    return kind == other;
  }

  /** As one word. */
  String text() {
    return kind + ":" + mode + ":" + mark;
  }

  /** Reads what {@link #text} wrote. */
  static Content parse(String text) {
    String[] fields = text.split(":", FIELDS);
    return new Content(Node.Kind.valueOf(fields[0]), Integer.parseInt(fields[1]), fields[2]);
  }
}
