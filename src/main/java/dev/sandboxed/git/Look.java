package dev.sandboxed.git;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PlainFile;
import dev.sandboxed.files.PlainFileProbe;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks at a repository that an agent may have filled: it follows no symlink and reads no more than
 * it has to. What it cannot look at is not taken for missing.
 */
final class Look {

  // Larger than a configuration of thousands of submodules and remotes.
  private static final int LARGEST_BYTES = 4 << 20;

  private final Inquiry inquiry;

  Look(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /**
   * What is at a path.
   *
   * @throws UserFailure if that cannot be found out
   */
  Optional<Entry> at(Path path) {
    try {
      return Optional.of(inquiry.at(path, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if ("Not a directory".equals(e.getReason())) {
        return Optional.empty();
      }
      throw unreadable(path);
    } catch (IOException e) {
      throw unreadable(path);
    }
  }

  boolean isThere(Path path) {
    return at(path).isPresent();
  }

  boolean isDirectory(Path path) {
    return at(path).filter(Entry::isDirectory).isPresent();
  }

  boolean isSymlink(Path path) {
    return at(path).filter(Entry::isSymlink).isPresent();
  }

  /** Where a symlink leads, if anything is there. */
  Optional<Path> target(Path link) {
    try {
      return Optional.of(inquiry.real(link));
    } catch (IOException nowhere) {
      return Optional.empty();
    }
  }

  boolean isFile(Path path) {
    return at(path).filter(Entry::isFile).isPresent();
  }

  /**
   * Whether git takes a directory for a repository ({@code is_git_directory} in its setup.c). A
   * symlink in it can lead anywhere, so it does not count.
   */
  boolean isRepository(Path directory) {
    return isThere(directory.resolve("HEAD"))
        && isDirectory(directory.resolve("objects"))
        && isDirectory(directory.resolve("refs"));
  }

  /** Whether it is a repository, or one that lacks a part at the moment, which can be put back. */
  boolean resemblesRepository(Path directory) {
    long parts =
        Stream.of("HEAD", "objects", "refs").map(directory::resolve).filter(this::isThere).count();
    return parts >= 2 && isFile(directory.resolve("config"));
  }

  /**
   * The entries of a directory, sorted; none if it is not a directory.
   *
   * @throws UserFailure if they cannot be listed
   */
  List<Path> entries(Path directory) {
    if (!isDirectory(directory)) {
      return List.of();
    }
    try {
      return List.copyOf(inquiry.entries(directory).keySet());
    } catch (NoSuchFileException | NotDirectoryException gone) {
      return List.of();
    } catch (IOException e) {
      throw unreadable(directory);
    }
  }

  /** The bytes of a file, each as one character; empty if it is not a file. */
  Optional<String> bytes(Path file) {
    return PlainFileProbe.read(inquiry, file, LARGEST_BYTES)
            instanceof PlainFile.Bytes(String bytes)
        ? Optional.of(bytes)
        : Optional.empty();
  }

  /**
   * Refuses a file that has another name, through which an agent could change it.
   *
   * @throws UserFailure with the command that makes it a file of its own
   */
  void requireOneName(Path file) {
    try {
      Entry found = inquiry.at(file, LinkOption.NOFOLLOW_LINKS);
      if (found.isFile() && found.names() > 1) {
        throw new UserFailure(
            Problem.of(
                "git.hard-link",
                file
                    + " has another name (a hard link), through which an agent could change what git obeys",
                "make it a file of its own: cp -p %1$s %1$s.new && mv %1$s.new %1$s"
                    .formatted(Quoted.forShell(file))));
      }
    } catch (IOException e) {
      throw unreadable(file);
    }
  }

  /** The same bytes as text; empty if they are not text. */
  static Optional<String> text(String bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static UserFailure unreadable(Path path) {
    Path parent = path.getParent() == null ? path : path.getParent();
    return new UserFailure(
        Problem.of(
            "git.unreadable",
            "cannot look at " + path + ", which git may obey",
            "make it readable for you: chmod u+rwx " + parent));
  }
}
