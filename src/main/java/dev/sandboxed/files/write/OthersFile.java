package dev.sandboxed.files.write;

import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/** Changes files that belong to another program, which may write them as well. */
public final class OthersFile {

  /** In bytes; Claude Code keeps a history in its settings, so they grow. */
  public static final int LARGEST = 64 << 20;

  private OthersFile() {}

  /**
   * Puts another text in place of the one that was read, in one step: a reader sees one or the
   * other. The mode stays, and the owner.
   *
   * @param file not a symlink
   * @param before the text that was read
   * @throws UserFailure if the file has another text by now, or cannot be written; then it is as it
   *     was
   */
  public static void replace(Path file, String before, String after) {
    Path unfinished = Leftovers.unfinished(file);
    try {
      PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
      Files.deleteIfExists(unfinished);
      PrivateFiles.write(unfinished, after.getBytes(StandardCharsets.UTF_8));
      PosixFileAttributeView made =
          // Whoever can write the directory could put a symlink to another file in its place.
          Files.getFileAttributeView(
              unfinished, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      if (!made.getOwner().equals(found.owner())) {
        made.setOwner(found.owner());
      }
      made.setPermissions(found.permissions());
      if (!BoundedFile.text(file, LARGEST).equals(before)) {
        throw new UserFailure(
            Problem.of(
                "file.changed",
                "nothing was written: " + file + " has changed meanwhile",
                "end the program that writes it, and try again"));
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw PrivateFiles.notWritable(file, e);
    } finally {
      Leftovers.delete(unfinished);
    }
  }
}
