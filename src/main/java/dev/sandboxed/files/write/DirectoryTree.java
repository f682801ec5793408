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
    Files.walkFileTree(top, new Deleting());
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      letIn(directory);
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
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }

    private static void letIn(Path directory) throws IOException {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
