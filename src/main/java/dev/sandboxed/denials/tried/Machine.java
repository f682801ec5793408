package dev.sandboxed.denials.tried;

import java.nio.file.Path;
import java.util.Optional;

/** What is on this machine, as the person sees it, when a session is looked at. */
public interface Machine {

  /**
   * Whether the way to it stays on this machine. Of anything else is asked nothing: the name, which
   * the agent chose, would leave.
   */
  boolean isNear(Path path);

  /** Whether something has that name; a symlink is something. */
  boolean has(Path path);

  /** What a path leads to when each symlink is followed; empty if that is nothing. */
  Optional<Path> real(Path path);

  /** Whether the person may read it, or list it. */
  boolean isReadable(Path path);

  /** Whether the person may change it. */
  boolean isWritable(Path path);

  /** Whether the person may execute it, or search it. */
  boolean isExecutable(Path path);

  /** Whether it is a directory. */
  boolean isDirectory(Path path);
}
