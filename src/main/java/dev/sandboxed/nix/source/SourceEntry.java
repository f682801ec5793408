package dev.sandboxed.nix.source;

/** One thing in a project, as it was when it was looked at. */
sealed interface SourceEntry {

  /** What a directory says about its entries. */
  enum Kind {
    FILE,
    LINK,
    DIRECTORY,
    /** A FIFO, a socket or a device. */
    OTHER
  }

  record Absent() implements SourceEntry {}

  /**
   * A file.
   *
   * @param executable by its owner, which is the only distinction that Nix makes
   */
  record RegularFile(boolean executable) implements SourceEntry {}

  record Link(String target) implements SourceEntry {}

  record Directory() implements SourceEntry {}

  /** A FIFO, a socket or a device. */
  record Other() implements SourceEntry {}
}
