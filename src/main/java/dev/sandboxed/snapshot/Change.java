package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.Node;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One difference between the project and its snapshot.
 *
 * @param name relative to the project
 * @param was what the project has
 * @param now what the snapshot has
 * @param source the file in the snapshot; nothing is there if it was removed
 * @param before the name that the project has it under, if it was only renamed
 */
public record Change(Path name, Node was, Node now, Path source, Optional<Path> before) {

  /** What happened. */
  public enum Kind {
    ADDED,
    CHANGED,
    REMOVED,
    RENAMED
  }

  Change(Path name, Node was, Node now, Path source) {
    this(name, was, now, source, Optional.empty());
  }

  /** The same, renamed. */
  Change from(Path other) {
    return new Change(name, was, now, source, Optional.of(other));
  }

  public Kind kind() {
    if (before.isPresent()) {
      return Kind.RENAMED;
    }
    if (!was.isThere()) {
      return Kind.ADDED;
    }
    return now.isThere() ? Kind.CHANGED : Kind.REMOVED;
  }

  /** Whether there was a file or nothing, and is one now. */
  public boolean isOfFiles() {
    return (was.is(Node.Kind.FILE) || !was.isThere()) && now.is(Node.Kind.FILE);
  }

  /** Whether only a directory appears or goes, of which people read through what is in it. */
  boolean isOfDirectory() {
    return (was.is(Node.Kind.DIRECTORY) || !was.isThere())
        && (now.is(Node.Kind.DIRECTORY) || !now.isThere());
  }
}
