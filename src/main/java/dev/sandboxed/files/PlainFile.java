package dev.sandboxed.files;

/** What is at a path, read once, without following symlinks. */
public sealed interface PlainFile {

  /** Nothing. */
  record Absent() implements PlainFile {}

  /**
   * A regular file.
   *
   * @param bytes each as one character, so that this is a value and nothing is lost
   */
  record Bytes(String bytes) implements PlainFile {}

  /**
   * Something that is not read.
   *
   * @param what for example {@code a symlink to "/etc/passwd"}
   */
  record Other(String what) implements PlainFile {}
}
