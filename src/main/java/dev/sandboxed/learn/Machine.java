package dev.sandboxed.learn;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What has to be known of this machine to say what a session needed of it. */
public interface Machine {

  /** What the profile gives at a path already, without what a recorded session sees besides. */
  enum Given {
    /** Nothing, or a place that is private and empty. */
    NOTHING,
    /** It can be read. */
    READABLE,
    /** It can be read and changed, and that lasts. */
    WRITABLE,
    /** The profile closes it, so nobody opens it but the person. */
    CLOSED
  }

  /** What is at a path on the host. */
  enum Kind {
    FILE,
    DIRECTORY,
    /** A socket, a device, a pipe, nothing, or something that cannot be looked at. */
    OTHER
  }

  /** The person's home. */
  Path home();

  /** The project of the session. */
  Path project();

  Given given(Path path);

  /**
   * What the recorded session saw at a path. Where that is nothing, whatever was opened there was
   * the agent's own, though a file of the person may have the same name; where it is closed, what
   * was opened was empty.
   */
  Given shown(Path path);

  /** What stayed closed to the recorded session in a directory that it saw. */
  List<Path> closedIn(Path directory);

  Kind kind(Path path);

  /** The path with every symlink resolved; empty if nothing is there. */
  Optional<Path> real(Path path);

  /**
   * The paths of everything below a directory; no link is followed.
   *
   * @param most how many names are looked at
   * @return empty if there are more, or not all of it can be looked at
   */
  Optional<List<Path>> below(Path directory, int most);
}
