package dev.sandboxed.state;

/** What a file of a project held when somebody read it. */
public sealed interface Copy {

  /**
   * A regular file.
   *
   * @param bytes each as one character, so that this is a value and nothing is lost
   */
  record OfFile(String bytes) implements Copy {}

  /** A symlink, which is never followed. */
  record OfSymlink(String target) implements Copy {}
}
