package dev.sandboxed.files.write;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A directory that an agent may have filled, with links to anywhere, which are never followed, and
 * with directories that even their owner may not enter.
 */
public final class DirectoryTree {

  // The kernel takes no path of more than 4095 bytes, and a letter can be three of them.
  private static final int LONGEST = 700;

  private DirectoryTree() {}

  /** The size of the files in it, in bytes; what cannot be read counts as zero. */
  public static long bytes(Path top) {
    long[] sum = {0};
    try {
      Files.walkFileTree(
          top,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              sum[0] += attributes.size();
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException goneMeanwhile) {
      return sum[0];
    }
    return sum[0];
  }

  /**
   * Deletes it and everything in it.
   *
   * @throws IOException if some of it could not be deleted; the rest is gone
   */
  public static void delete(Path top) throws IOException {
    Deleting deleting = new Deleting(top);
    do {
      deleting.moved = false;
      Files.walkFileTree(top, deleting);
    } while (deleting.moved);
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {

    private final Path top;
    private boolean moved;

    private Deleting(Path top) {
      this.top = top;
    }

    /** What lies so deep that its path would become too long is moved up, and is deleted there. */
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      letIn(directory);
      if (directory.toString().length() - top.toString().length() > LONGEST) {
        Files.move(directory, Files.createTempDirectory(top, "deep").resolve("er"));
        moved = true;
        return FileVisitResult.SKIP_SUBTREE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    /** A directory that could not be entered. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
          || (Files.isReadable(file) && Files.isExecutable(file))) {
        throw e;
      }
      letIn(file);
      delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      if (!moved || !directory.equals(top)) {
        Files.delete(directory);
      }
      return FileVisitResult.CONTINUE;
    }

    private static void letIn(Path directory) throws IOException {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
