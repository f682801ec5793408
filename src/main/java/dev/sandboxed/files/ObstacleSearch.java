package dev.sandboxed.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/** Finds out what keeps sandboxed from looking. */
public final class ObstacleSearch {

  // A link to a directory that belongs to the effective user.
  private static final Path SELF = Path.of("/proc/self");

  // ELOOP, in the words of strerror(3). Only some of Java's calls have a class of its own for it.
  private static final String CIRCLE = "Too many levels of symbolic links";

  private ObstacleSearch() {}

  /**
   * What keeps sandboxed from looking at a path.
   *
   * @param failure how the look failed; neither "no such file" nor "not a directory"
   */
  public static Obstacle before(Path path, IOException failure) {
    String said = said(failure);
    if (failure instanceof AccessDeniedException) {
      Path place = closed(PathProbe.way(path).getLast());
      return new Obstacle(path, place, Obstacle.Kind.CLOSED, passage(place), said);
    }
    Obstacle.Kind kind = said.contains(CIRCLE) ? Obstacle.Kind.CIRCLE : Obstacle.Kind.BROKEN;
    return new Obstacle(path, path, kind, Obstacle.Passage.OPEN, said);
  }

  /** The first directory on a way that may not be entered; else the end of the way. */
  private static Path closed(Path way) {
    Path at = way.getRoot();
    for (Path name : way) {
      if (!Files.isExecutable(at)) {
        return at;
      }
      at = at.resolve(name);
    }
    return at;
  }

  private static Obstacle.Passage passage(Path place) {
    if (Files.isExecutable(place)) {
      return Obstacle.Passage.OPEN;
    }
    return isOurs(place) ? Obstacle.Passage.OWNER : Obstacle.Passage.NONE;
  }

  /** An owner that cannot be found out may be this user. */
  private static boolean isOurs(Path place) {
    try {
      return owner(place, LinkOption.NOFOLLOW_LINKS) == ourselves();
    } catch (IOException unknown) {
      return true;
    }
  }

  /** The number of the user who runs this. */
  public static int ourselves() throws IOException {
    return owner(SELF);
  }

  private static int owner(Path path, LinkOption... options) throws IOException {
    return (Integer) Objects.requireNonNull(Files.getAttribute(path, "unix:uid", options));
  }

  private static String said(IOException failure) {
    return failure instanceof FileSystemException known && known.getReason() != null
        ? known.getReason()
        : String.valueOf(failure.getMessage());
  }
}
