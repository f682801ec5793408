package dev.sandboxed.files.write;

import dev.sandboxed.files.NotReadException;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Makes directories and files that nobody except the person may look into. */
public final class PrivateFiles {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private static final Set<PosixFilePermission> OWNER_ONLY_FILE =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /**
   * Makes a directory with mode 0700, and the missing ones above it. An existing one stays as it
   * is.
   *
   * @throws UserFailure if it cannot be made
   */
  public static Path directory(Path directory) {
    try {
      return Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (IOException e) {
      throw new UserFailure(
          inTheWay(directory)
              .orElseGet(() ->
                  Problem.of(
                      "state.not-writable",
                      "cannot make the directory " + directory + ": " + reason(e),
                      "make room, or make its parent writable by you")));
    }
  }

  /** What is on the way to a directory, and leads no further. */
  private static Optional<Problem> inTheWay(Path directory) {
    for (Path at = directory; at != null; at = at.getParent()) {
      if (Files.isSymbolicLink(at) && !Files.exists(at)) {
        return Optional.of(
            Problem.of(
                "state.leads-nowhere",
                at + " is a symlink" + target(at) + ", which is not there",
                "make that directory, or remove the symlink"));
      }
      if (Files.exists(at) && !Files.isDirectory(at)) {
        return Optional.of(
            Problem.of(
                "state.in-the-way",
                "cannot make the directory " + directory + ": " + at + " is a file",
                "move it away"));
      }
    }
    return Optional.empty();
  }

  private static String target(Path link) {
    try {
      return " to " + Files.readSymbolicLink(link);
    } catch (IOException goneMeanwhile) {
      return "";
    }
  }

  /**
   * Makes a file with mode 0600 if nothing has its name. It gets that name when it is complete;
   * what already exists stays as it is.
   *
   * @return whether it was made
   * @throws UserFailure if it cannot be written
   */
  public static boolean file(Path file, String text) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Path unfinished = Leftovers.unfinished(file);
    try {
      Files.deleteIfExists(unfinished);
      write(unfinished, text.getBytes(StandardCharsets.UTF_8));
      // Unlike a rename, a link never replaces anything.
      Files.createLink(file, unfinished);
      return true;
    } catch (FileAlreadyExistsException there) {
      return false;
    } catch (IOException e) {
      throw notWritable(file, e);
    } finally {
      Leftovers.delete(unfinished);
    }
  }

  /**
   * Makes a file with mode 0600, in place of another of that name: a reader sees one or the other,
   * complete.
   *
   * @throws UserFailure if it cannot be written; what was there is still there
   */
  public static void replace(Path file, String text) {
    Path unfinished = Leftovers.unfinished(file);
    try {
      Files.deleteIfExists(unfinished);
      write(unfinished, text.getBytes(StandardCharsets.UTF_8));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw notWritable(file, e);
    } finally {
      Leftovers.delete(unfinished);
    }
  }

  /** Makes a file with mode 0600, which must not exist yet. */
  public static void write(Path file, byte[] bytes) throws IOException {
    // Opened once: between two times, whoever can write the directory could put a symlink there.
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY_FILE))) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }

  /** The failure for a file of sandboxed's that cannot be written. */
  public static UserFailure notWritable(Path path, IOException e) {
    return new UserFailure(
        Problem.of(
            "state.not-writable",
            "cannot write " + path + ": " + reason(e),
            "make room, or make its directory writable by you"));
  }

  /** The failure for a file of sandboxed's that cannot be read. */
  public static UserFailure notReadable(Path path, IOException e) {
    return new UserFailure(
        Problem.of(
            "state.not-readable",
            "cannot read " + path + ": " + reason(e),
            "make it readable for you"));
  }

  /** What the file system said, in its own words if it had any. */
  public static String reason(IOException e) {
    if (e instanceof NotReadException other) {
      return "it is " + other.what();
    }
    if (e instanceof AccessDeniedException denied) {
      return "permission denied, " + denied.getMessage();
    }
    if (e.getMessage() == null) {
      return e.getClass().getSimpleName();
    }
    // The system's own words need no name of a class before them.
    return e.getClass() == IOException.class
        ? e.getMessage()
        : e.getClass().getSimpleName().replace("Exception", "") + ", " + e.getMessage();
  }
}
