package dev.sandboxed.beneath;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What is at a name, without following a link.
 *
 * @param mode permission bits, without those that give a program another user
 * @param size in bytes
 * @param changed when anything of it was changed last, in nanoseconds since 1970; an ordinary user
 *     cannot set that
 */
public record Node(Kind kind, int mode, long size, long inode, long changed) {

  /** What kind of thing. */
  public enum Kind {
    ABSENT,
    FILE,
    LINK,
    DIRECTORY,
    /** In a layer, that something is not there any more. */
    WHITEOUT,
    /** A pipe, a socket or a device. */
    OTHER
  }

  public static final Node ABSENT = new Node(Kind.ABSENT, 0, 0, 0, 0);

  // inode(7).
  private static final int KIND = 0170000;
  private static final int REGULAR = 0100000;
  private static final int SYMLINK = 0120000;
  private static final int DIRECTORY = 0040000;
  private static final int CHARACTERS = 0020000;
  private static final int PERMISSIONS = 0777;

  /**
   * What is at a path.
   *
   * @return also {@link #ABSENT}
   * @throws IOException if that cannot be told
   */
  public static Node at(Path path) throws IOException {
    Map<String, Object> attributes;
    try {
      attributes =
          Files.readAttributes(path, "unix:mode,size,ino,rdev,ctime", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException | NotDirectoryException absent) {
      return ABSENT;
    } catch (FileSystemException e) {
      if (String.valueOf(e.getReason()).equals("Not a directory")) {
        return ABSENT;
      }
      throw e;
    }
    int mode = (int) number(attributes, "mode");
    Kind kind =
        switch (mode & KIND) {
          case REGULAR -> Kind.FILE;
          case SYMLINK -> Kind.LINK;
          case DIRECTORY -> Kind.DIRECTORY;
          case CHARACTERS -> number(attributes, "rdev") == 0 ? Kind.WHITEOUT : Kind.OTHER;
          default -> Kind.OTHER;
        };
    return new Node(
        kind,
        kind == Kind.LINK ? 0 : mode & PERMISSIONS,
        number(attributes, "size"),
        number(attributes, "ino"),
        ((FileTime) Objects.requireNonNull(attributes.get("ctime"))).to(TimeUnit.NANOSECONDS));
  }

  private static long number(Map<String, Object> attributes, String name) {
    return ((Number) Objects.requireNonNull(attributes.get(name))).longValue();
  }

  public boolean is(Kind other) {
    return kind == other;
  }

  public boolean isThere() {
    return kind != Kind.ABSENT;
  }
}
