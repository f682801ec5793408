package dev.sandboxed.check.trial;

import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.List;
import java.util.Objects;

/** Files that are made for a check and are gone after it. */
final class CanaryFiles implements AutoCloseable {

  private static final String NAME = "sandboxed-check";

  private final Path home;
  private final Path temporary;

  private CanaryFiles(Path home, Path temporary) {
    this.home = home;
    this.temporary = temporary;
  }

  /**
   * Makes them.
   *
   * @param home where no grant is, or the check says so
   * @param temporary where programs outside keep temporary files
   */
  static CanaryFiles make(Path home, Path temporary) {
    CanaryFiles made =
        new CanaryFiles(
            Leftovers.unfinished(home.resolve(NAME)),
            Leftovers.unfinished(temporary.resolve(NAME)));
    for (Path directory : List.of(made.home, made.temporary)) {
      sweep(directory.resolveSibling(""));
      try {
        Files.createDirectory(directory);
        Files.writeString(directory.resolve("file"), "canary\n");
      } catch (IOException e) {
        made.close();
        throw PrivateFiles.notWritable(directory.resolveSibling(""), e);
      }
    }
    return made;
  }

  /** Removes those of a check that was killed. Others' unfinished files are nobody's business. */
  private static void sweep(Path directory) {
    Leftovers.abandoned(directory).stream()
        .filter(path -> path.toString().endsWith("-" + NAME))
        .forEach(CanaryFiles::remove);
  }

  /**
   * Removes a directory and the files in it, and nothing deeper. A sandbox may be able to write
   * around it, and to put a link in its place at any moment, which must not be followed; so it is
   * held open.
   */
  private static void remove(Path directory) {
    Path name = Objects.requireNonNull(directory.getFileName());
    try (DirectoryStream<Path> around = Files.newDirectoryStream(directory.resolveSibling(""))) {
      if (around instanceof SecureDirectoryStream<Path> held) {
        try (SecureDirectoryStream<Path> entries =
            held.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
          for (Path entry : entries) {
            entries.deleteFile(Objects.requireNonNull(entry.getFileName()));
          }
        }
        held.deleteDirectory(name);
      }
    } catch (IOException | DirectoryIteratorException goneOrNotOurs) {
      return;
    }
  }

  /** A directory with a file in it. */
  Path home() {
    return home;
  }

  /** The same among temporary files. */
  Path temporary() {
    return temporary;
  }

  @Override
  public void close() {
    remove(home);
    remove(temporary);
  }
}
