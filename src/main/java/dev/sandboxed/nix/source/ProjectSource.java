package dev.sandboxed.nix.source;

import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.nix.source.SourceEntry.Kind;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks at a project that an agent may be writing to at this moment. Every component of a path is
 * opened from the directory before it and never through a link, so no link leads anywhere, not even
 * one that takes a directory's place halfway through. {@code .git} is not part of a project.
 */
final class ProjectSource {

  private static final String GIT = ".git";

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path base;
  private final Path directory;
  private final Path project;

  /** The directory of a flake; the way there from its base is opened like all others. */
  ProjectSource(LocalFlake flake) {
    this.base = flake.base();
    this.directory = Path.of(flake.directory());
    this.project = flake.top();
  }

  /** Whether a path can lie in the project, and in the part of it that Nix may see. */
  static boolean isPart(String relative) {
    List<String> components = List.of(relative.split("/", -1));
    return !components.contains("") && !components.contains("..") && !components.contains(GIT);
  }

  /**
   * What is at a path.
   *
   * @param relative see {@link ReadSet}
   * @throws UserFailure if it leaves the project, or cannot be looked at
   */
  SourceEntry look(String relative) {
    if (relative.equals(LocalFlake.TOP)) {
      return new SourceEntry.Directory();
    }
    return inParent(
            relative,
            (parent, name) -> {
              PosixFileAttributes attributes = attributes(parent, name);
              return switch (kind(attributes)) {
                case FILE ->
                    new SourceEntry.RegularFile(
                        attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE));
                case LINK -> link(relative);
                case DIRECTORY -> new SourceEntry.Directory();
                case OTHER -> new SourceEntry.Other();
              };
            })
        .orElseGet(SourceEntry.Absent::new);
  }

  // Java cannot read a link relative to an open directory. If something takes the place of a parent
  // just now, the text of another link is read, but no file is.
  private SourceEntry link(String relative) throws IOException {
    try {
      return new SourceEntry.Link(Files.readSymbolicLink(project.resolve(relative)).toString());
    } catch (NotLinkException e) {
      throw changed(relative);
    }
  }

  /**
   * The content of a regular file.
   *
   * @param most how many bytes it may have at most
   * @return empty if it has more
   * @throws UserFailure if it is something else by now, or cannot be read
   */
  Optional<byte[]> content(String relative, long most) {
    return inParent(
            relative,
            (parent, name) -> {
              // Opening a FIFO would wait for somebody to write to it.
              if (kind(attributes(parent, name)) != Kind.FILE) {
                throw changed(relative);
              }
              try (SeekableByteChannel channel =
                  parent.newByteChannel(
                      name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
                return bytes(channel, most);
              }
            })
        .orElseThrow(() -> changed(relative));
  }

  private static Optional<byte[]> bytes(SeekableByteChannel channel, long most) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (channel.read(buffer) >= 0) {
      content.write(buffer.array(), 0, buffer.position());
      buffer.clear();
      if (content.size() > most) {
        return Optional.empty();
      }
    }
    return Optional.of(content.toByteArray());
  }

  /**
   * The names in a directory.
   *
   * @throws UserFailure if it is something else by now, or cannot be read
   */
  SortedMap<String, Kind> entries(String relative) {
    String inside = relative.equals(LocalFlake.TOP) ? "name" : relative + "/name";
    SortedMap<String, Kind> entries =
        inParent(inside, (directory, ignored) -> entries(directory))
            .orElseThrow(() -> changed(relative));
    entries.remove(GIT);
    for (String name : entries.keySet()) {
      if (name.indexOf('\uFFFD') >= 0) {
        throw failure(
            "devshell.bad-name",
            "%s contains a name that is not UTF-8".formatted(project.resolve(relative)),
            "Rename it: Nix could read it, but its name could not be shown to you.");
      }
    }
    return entries;
  }

  private static SortedMap<String, Kind> entries(SecureDirectoryStream<Path> directory)
      throws IOException {
    SortedMap<String, Kind> entries = new TreeMap<>();
    for (Path entry : directory) {
      Path name = entry.getFileName();
      try {
        entries.put(name.toString(), kind(attributes(directory, name)));
      } catch (NoSuchFileException gone) {
        // It was removed after the directory was read: treated as if it had never been there.
      }
    }
    return entries;
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask(SecureDirectoryStream<Path> parent, Path name) throws IOException;
  }

  /** Empty if the file or one of its parents does not exist, or a parent is not a directory. */
  private <T> Optional<T> inParent(String relative, Question<T> question) {
    if (!isPart(relative)) {
      throw failure(
          "devshell.outside-project",
          "%s is not in the project %s".formatted(Quoted.of(relative), project),
          "A dev shell is made of the project's own files: move it into the project.");
    }
    try (DirectoryStream<Path> top = Files.newDirectoryStream(base)) {
      return Optional.of(below(secure(top), directory.resolve(relative), question));
    } catch (NoSuchFileException | NotDirectoryException absent) {
      return Optional.empty();
    } catch (IOException | InvalidPathException | DirectoryIteratorException e) {
      throw failure(
          "devshell.unreadable",
          "%s cannot be read: %s".formatted(project.resolve(relative), reason(e)),
          "Make it readable for you, or change the dev shell so that it does not read it.");
    }
  }

  private static <T> T below(
      SecureDirectoryStream<Path> directory, Path relative, Question<T> question)
      throws IOException {
    if (relative.getNameCount() == 1) {
      return question.ask(directory, relative);
    }
    Path first = relative.getName(0);
    // Opening a link as a directory fails in one of two ways, of which only one has a class.
    if (kind(attributes(directory, first)) != Kind.DIRECTORY) {
      throw new NotDirectoryException(first.toString());
    }
    try (SecureDirectoryStream<Path> next =
        directory.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
      return below(next, relative.subpath(1, relative.getNameCount()), question);
    }
  }

  @SuppressWarnings("unchecked") // On Linux every directory stream is a secure one, of paths.
  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) {
    return (SecureDirectoryStream<Path>) stream;
  }

  private static PosixFileAttributes attributes(SecureDirectoryStream<Path> parent, Path name)
      throws IOException {
    return parent
        .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  private static Kind kind(PosixFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      return Kind.FILE;
    }
    if (attributes.isSymbolicLink()) {
      return Kind.LINK;
    }
    return attributes.isDirectory() ? Kind.DIRECTORY : Kind.OTHER;
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private UserFailure changed(String relative) {
    return failure(
        "devshell.changing",
        "%s changed while it was being read".formatted(project.resolve(relative)),
        "Something is writing to the project; try again when it has finished.");
  }

  private static UserFailure failure(String code, String message, String hint) {
    return new UserFailure(Problem.of(code, message, hint));
  }
}
