package dev.sandboxed.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;

/**
 * What is at a path, as far as a plan may depend on it. Neither size nor times: those of a file
 * that an agent works with change in every session, and with them every plan would.
 *
 * @param mode the permissions, in the lowest twelve bits
 * @param owner the number of the user it belongs to
 * @param names how many a file has (hard links); 1 for anything else
 */
public record Entry(Kind kind, int mode, int owner, int names) {

  private static final int PERMISSIONS = 0xfff;

  // inode(7): S_IFMT and S_IFSOCK.
  private static final int KINDS = 0170000;
  private static final int SOCKET = 0140000;

  /** What an entry of a directory is. */
  public enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK,
    /** A socket; in a list of entries it is only special. */
    SOCKET,
    /** A device or a pipe. */
    SPECIAL,
    /** Something that has a name, and cannot be looked at. */
    UNKNOWN;

    static Kind of(BasicFileAttributes found) {
      if (found.isDirectory()) {
        return DIRECTORY;
      }
      if (found.isSymbolicLink()) {
        return SYMLINK;
      }
      return found.isRegularFile() ? FILE : SPECIAL;
    }
  }

  static Entry at(Path path, LinkOption... options) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(
            path, "unix:mode,uid,nlink,isDirectory,isSymbolicLink,isRegularFile", options);
    Kind kind;
    if (is(found, "isDirectory")) {
      kind = Kind.DIRECTORY;
    } else if (is(found, "isSymbolicLink")) {
      kind = Kind.SYMLINK;
    } else {
      kind = is(found, "isRegularFile") ? Kind.FILE : special(found);
    }
    return new Entry(
        kind,
        number(found, "mode") & PERMISSIONS,
        number(found, "uid"),
        kind == Kind.FILE ? number(found, "nlink") : 1);
  }

  private static Kind special(Map<String, Object> found) {
    return (number(found, "mode") & KINDS) == SOCKET ? Kind.SOCKET : Kind.SPECIAL;
  }

  private static boolean is(Map<String, Object> found, String name) {
    return Boolean.TRUE.equals(found.get(name));
  }

  private static int number(Map<String, Object> found, String name) {
    return (Integer) Objects.requireNonNull(found.get(name));
  }

  public boolean isFile() {
    return kind == Kind.FILE;
  }

  public boolean isDirectory() {
    return kind == Kind.DIRECTORY;
  }

  public boolean isSymlink() {
    return kind == Kind.SYMLINK;
  }
}
