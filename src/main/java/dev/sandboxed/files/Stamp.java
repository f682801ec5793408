package dev.sandboxed.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What tells one state of a file or directory from every other. Unlike the time of modification,
 * the time of change cannot be set by an ordinary user.
 *
 * @param changed the time of the last change (ctime), in nanoseconds since 1970
 * @param mode kind and permissions, as {@code st_mode}
 * @param size in bytes
 */
public record Stamp(long device, long inode, long changed, int mode, long size, int owner) {

  /**
   * The present state of what is at a path.
   *
   * @throws IOException if nothing is, or it cannot be looked at
   */
  public static Stamp of(Path path, LinkOption... options) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(path, "unix:dev,ino,ctime,mode,size,uid", options);
    FileTime changed = (FileTime) Objects.requireNonNull(found.get("ctime"));
    return new Stamp(
        number(found, "dev").longValue(),
        number(found, "ino").longValue(),
        changed.to(TimeUnit.NANOSECONDS),
        number(found, "mode").intValue(),
        number(found, "size").longValue(),
        number(found, "uid").intValue());
  }

  private static Number number(Map<String, Object> found, String name) {
    return (Number) Objects.requireNonNull(found.get(name));
  }

  /** All of it as words, in the order of the components; the mode in octal. */
  public String text() {
    // Hundreds of these are made for a plan, and a format is read anew each time.
    return device
        + " "
        + inode
        + " "
        + changed
        + " "
        + Integer.toOctalString(mode)
        + " "
        + size
        + " "
        + owner;
  }
}
