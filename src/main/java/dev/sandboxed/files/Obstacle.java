package dev.sandboxed.files;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.SourcePosition;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What keeps sandboxed from looking at a path. It is then not known whether anything is there: a
 * launch must not take it for missing.
 *
 * @param path what could not be looked at
 * @param place what is in the way, with every symlink that leads there resolved: the path itself or
 *     a directory above it
 * @param kind why
 * @param passage who could get past it anyway
 * @param said the system's own words
 */
public record Obstacle(Path path, Path place, Kind kind, Passage passage, String said) {

  /** Why a path cannot be looked at. */
  public enum Kind {
    /** A directory that may not be entered or listed. */
    CLOSED,
    /** Symlinks that lead to each other. */
    CIRCLE,
    /** Any other error of the file system, such as a disk that cannot be read. */
    BROKEN
  }

  /** Which of the programs that run as this person can get past something in the way. */
  public enum Passage {
    /** None. */
    NONE,
    /** Those that may write there: the place is the person's own, so they can change its mode. */
    OWNER,
    /** All: only listing it is refused, not entering it; or it is gone a moment later. */
    OPEN
  }

  /**
   * The obstacle as a problem, with what to do about it.
   *
   * @param why which rule makes sandboxed look
   */
  public Problem problem(Optional<SourcePosition> where, String why) {
    return switch (kind) {
      case CLOSED ->
          new Problem(
              "host.closed",
              path.equals(place)
                  ? "cannot look into the directory " + place + why
                  : "cannot look at " + path + ": " + place + " is closed" + why,
              where,
              "open it: chmod u+rwx "
                  + Quoted.forShell(place)
                  + "\nor mask all of it: --deny "
                  + Quoted.forShell(place));
      case CIRCLE ->
          new Problem(
              "host.circle",
              "cannot look at " + path + ": its symlinks form a circle" + why,
              where,
              "remove it: rm -- " + Quoted.forShell(path));
      case BROKEN ->
          new Problem(
              "host.broken",
              "cannot look at " + path + ": " + said + why,
              where,
              "see what is wrong with it: ls -ld " + Quoted.forShell(path));
    };
  }
}
