package dev.sandboxed.files;

import dev.sandboxed.problem.Quoted;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that an agent may have written or replaced. */
public final class PlainFileProbe {

  private PlainFileProbe() {}

  /**
   * Reads a file that must not be changed through another name: if it has one, it is not read.
   *
   * @param largest in bytes; a larger one is not read
   */
  public static PlainFile readAlone(Inquiry inquiry, Path file, int largest) {
    PlainFile found = read(inquiry, file, largest);
    try {
      return found instanceof PlainFile.Bytes
              && inquiry.at(file, LinkOption.NOFOLLOW_LINKS).names() > 1
          ? new PlainFile.Other("a file that has another name (a hard link)")
          : found;
    } catch (IOException gone) {
      return new PlainFile.Absent();
    }
  }

  /**
   * Reads a file, all of it at once.
   *
   * @param largest in bytes; a larger one is not read
   */
  public static PlainFile read(Inquiry inquiry, Path file, int largest) {
    try {
      if (inquiry.at(file, LinkOption.NOFOLLOW_LINKS).isSymlink()) {
        return new PlainFile.Other("a symlink to " + Quoted.of(inquiry.target(file).toString()));
      }
      return new PlainFile.Bytes(inquiry.byteText(file, largest, LinkOption.NOFOLLOW_LINKS));
    } catch (NotReadException e) {
      return new PlainFile.Other(e.what());
    } catch (NoSuchFileException e) {
      return new PlainFile.Absent();
    } catch (IOException e) {
      return new PlainFile.Other("a file that you cannot read");
    }
  }
}
