package dev.sandboxed.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Finds out what keeps sandboxed from looking. */
public final class ObstacleSearch {

  // ELOOP, in the words of strerror(3). Only some of Java's calls have a class of its own for it.
  private static final String CIRCLE = "Too many levels of symbolic links";

  private ObstacleSearch() {}

  /**
   * What keeps sandboxed from looking at a path.
   *
   * @param failure how the look failed; neither "no such file" nor "not a directory"
   */
  public static Obstacle before(Inquiry inquiry, Path path, IOException failure) {
    String said = said(failure);
    if (failure instanceof AccessDeniedException) {
      Path place = closed(inquiry, PathProbe.way(inquiry, path).getLast());
      return new Obstacle(path, place, Obstacle.Kind.CLOSED, passage(inquiry, place), said);
    }
    Obstacle.Kind kind = said.contains(CIRCLE) ? Obstacle.Kind.CIRCLE : Obstacle.Kind.BROKEN;
    return new Obstacle(path, path, kind, Obstacle.Passage.OPEN, said);
  }

  /** The first directory on a way that may not be entered; else the end of the way. */
  private static Path closed(Inquiry inquiry, Path way) {
    Path at = way.getRoot();
    for (Path name : way) {
      if (!inquiry.isExecutable(at)) {
        return at;
      }
      at = at.resolve(name);
    }
    return at;
  }

  private static Obstacle.Passage passage(Inquiry inquiry, Path place) {
    if (inquiry.isExecutable(place)) {
      return Obstacle.Passage.OPEN;
    }
    return isOurs(inquiry, place) ? Obstacle.Passage.OWNER : Obstacle.Passage.NONE;
  }

  /** An owner that cannot be found out may be this user. */
  private static boolean isOurs(Inquiry inquiry, Path place) {
    try {
      return inquiry.at(place, LinkOption.NOFOLLOW_LINKS).owner() == inquiry.account().uid();
    } catch (IOException unknown) {
      return true;
    }
  }

  private static String said(IOException failure) {
    return failure instanceof FileSystemException known && known.getReason() != null
        ? known.getReason()
        : String.valueOf(failure.getMessage());
  }
}
