package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.beneath.OpenDirectory;
import dev.sandboxed.beneath.SparseOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Takes one step in the project, wherever an earlier attempt ended. The new content is written
 * beside the old one under a name of its own, and the two names are swapped at once; then what came
 * out is looked at. So what somebody wrote in the meantime is seen, and is put back.
 */
final class Step {

  private static final String MARK = ".sandboxed-apply-";

  private static final int PERMISSIONS = 0777;

  private static final int PRIVATE = 0600;

  private final OpenDirectory project;
  private final Path content;
  private final boolean alone;
  private final Predicate<Path> replaced;
  private Action action;
  private boolean waits;
  private Optional<String> problem = Optional.empty();

  /** What is done in the directory in which something gets its place. */
  private interface Work {
    Optional<String> in(OpenDirectory directory, Path name) throws IOException;
  }

  /**
   * One that is not taken yet.
   *
   * @param content the file with what is written
   * @param alone whether it has the disk written by itself
   * @param replaced whether a later step puts something else in the place of a directory
   */
  Step(
      OpenDirectory project, Action action, Path content, boolean alone, Predicate<Path> replaced) {
    this.project = project;
    this.action = action;
    this.content = content;
    this.alone = alone;
    this.replaced = replaced;
  }

  /**
   * Takes all of it, in the directory that is there when it begins.
   *
   * @throws IOException if the project cannot be written
   */
  void take() throws IOException {
    problem =
        at((directory, name) -> {
          Optional<String> left = begin(directory, name);
          return waits ? place(directory, name) : left;
        });
    waits = false;
  }

  /**
   * Takes it; of a file only the content is written, which then waits beside its place.
   *
   * @throws IOException if the project cannot be written
   */
  void begin() throws IOException {
    problem = at(this::begin);
  }

  /** Gives a file that waits its place. */
  void end() throws IOException {
    problem = at(this::place);
    waits = false;
  }

  /** Removes a file that waits. */
  void giveUp() throws IOException {
    if (waits) {
      at((directory, name) -> {
        Files.deleteIfExists(directory.entry(spare()));
        return Optional.empty();
      });
    }
  }

  /** Whether there is a file that waits. */
  boolean waits() {
    return waits;
  }

  /** Why it was not taken, if something else was there. */
  Optional<String> problem() {
    return problem;
  }

  Action action() {
    return action;
  }

  private Path spare() {
    return Path.of(MARK + action.number() + "-" + Names.digest(action.name()));
  }

  private Optional<String> at(Work work) throws IOException {
    Path above = Optional.ofNullable(action.name().getParent()).orElse(Path.of(""));
    try (OpenDirectory directory = project.below(above)) {
      return work.in(directory, action.name().getFileName());
    } catch (NoSuchFileException missing) {
      return action.made().isThere()
          ? Optional.of("its directory is gone from the project")
          : Optional.empty();
    } catch (NotDirectoryException other) {
      // An earlier attempt may have come as far as that.
      return !action.made().isThere() && isReplaced()
          ? Optional.empty()
          : Optional.of("a directory above it is a symlink or a file in the project");
    } catch (AccessDeniedException closed) {
      return Optional.of("permission denied");
    }
  }

  private boolean isReplaced() {
    for (Path at = action.name().getParent(); at != null; at = at.getParent()) {
      if (replaced.test(at)) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> begin(OpenDirectory directory, Path name) throws IOException {
    Path spare = spare();
    if (!isClear(directory, name, spare)) {
      return Optional.of("something else is in " + spare + " beside it: look at it");
    }
    Content current = Content.at(directory, name);
    if (current.equals(action.made())) {
      return Optional.empty();
    }
    if (isBetween(current)) {
      action = action.fromNothing();
    }
    if (!current.equals(action.old())) {
      return Optional.of("something else is there now");
    }
    return switch (action.made().kind()) {
      case ABSENT -> synced(directory, remove(directory, name, spare));
      case DIRECTORY -> synced(directory, directory(directory, name, spare));
      case LINK -> {
        Files.createSymbolicLink(directory.entry(spare), Names.target(action.made().mark()));
        yield place(directory, name);
      }
      case FILE -> {
        write(directory, spare);
        waits = true;
        yield Optional.empty();
      }
      case WHITEOUT, OTHER -> Optional.of("it is a pipe, a socket or a device");
    };
  }

  private Optional<String> synced(OpenDirectory directory, Optional<String> what)
      throws IOException {
    if (alone) {
      directory.sync();
    }
    return what;
  }

  /** A directory in the place of a file, or the other way round, cannot be swapped at once. */
  private boolean isBetween(Content current) {
    return !current.isThere()
        && action.old().isThere()
        && action.made().isThere()
        && action.old().is(Node.Kind.DIRECTORY) != action.made().is(Node.Kind.DIRECTORY);
  }

  /**
   * Finishes an attempt that was ended. What it left is the old or the new content, of which there
   * are copies; anything else came from somebody who wrote at that moment, and gets its name back.
   */
  private boolean isClear(OpenDirectory directory, Path name, Path spare) throws IOException {
    Content left = Content.at(directory, spare);
    if (!left.isThere()) {
      return true;
    }
    if (left.equals(action.old())
        || left.equals(action.made())
        || isPart(directory, name, spare, left)) {
      Files.delete(directory.entry(spare));
      return true;
    }
    Content current = Content.at(directory, name);
    if (!current.isThere()) {
      directory.move(spare, name);
      return true;
    }
    if (current.equals(action.made())) {
      directory.exchange(spare, name);
      Files.delete(directory.entry(spare));
      return true;
    }
    return false;
  }

  /** Whether it is what was being written: until that is whole, nothing has been swapped. */
  private boolean isPart(OpenDirectory directory, Path name, Path spare, Content left)
      throws IOException {
    if (!left.is(Node.Kind.FILE)
        || !action.made().is(Node.Kind.FILE)
        || !Content.at(directory, name).equals(action.old())) {
      return false;
    }
    Path file = directory.entry(spare);
    long different = Files.mismatch(file, content);
    return different < 0 || different == directory.look(spare).size();
  }

  private Optional<String> remove(OpenDirectory directory, Path name, Path spare)
      throws IOException {
    if (action.old().is(Node.Kind.DIRECTORY)) {
      // What else is in it stays.
      removeDirectory(directory, name);
      return Optional.empty();
    }
    directory.move(name, spare);
    if (!Content.at(directory, spare).equals(action.old())) {
      directory.move(spare, name);
      return Optional.of("something else is there now");
    }
    Files.delete(directory.entry(spare));
    return Optional.empty();
  }

  private static Optional<String> removeDirectory(OpenDirectory directory, Path name)
      throws IOException {
    try {
      Files.delete(directory.entry(name));
      return Optional.empty();
    } catch (DirectoryNotEmptyException others) {
      return Optional.of("the directory has something else in it");
    }
  }

  private Optional<String> directory(OpenDirectory directory, Path name, Path spare)
      throws IOException {
    if (!action.old().is(Node.Kind.DIRECTORY)) {
      if (action.old().isThere()) {
        Optional<String> problem = remove(directory, name, spare);
        if (problem.isPresent()) {
          return problem;
        }
      }
      Files.createDirectory(directory.entry(name));
    }
    directory.mode(name, action.made().mode());
    return Optional.empty();
  }

  /** Swaps it with what is there, and looks at what came out. */
  private Optional<String> place(OpenDirectory directory, Path name) throws IOException {
    return synced(directory, replace(directory, name, spare()));
  }

  private Optional<String> replace(OpenDirectory directory, Path name, Path spare)
      throws IOException {
    if (action.old().is(Node.Kind.DIRECTORY)) {
      Optional<String> problem = removeDirectory(directory, name);
      if (problem.isPresent()) {
        Files.delete(directory.entry(spare));
        return problem;
      }
    }
    if (action.old().isThere() && !action.old().is(Node.Kind.DIRECTORY)) {
      directory.exchange(spare, name);
      if (!Content.at(directory, spare).equals(action.old())) {
        directory.exchange(spare, name);
        Files.delete(directory.entry(spare));
        return Optional.of("something else is there now");
      }
      Files.delete(directory.entry(spare));
      return Optional.empty();
    }
    try {
      directory.move(spare, name);
      return Optional.empty();
    } catch (FileAlreadyExistsException other) {
      Files.delete(directory.entry(spare));
      return Optional.of("something else is there now");
    }
  }

  private void write(OpenDirectory directory, Path spare) throws IOException {
    Path file = directory.entry(spare);
    try {
      try (FileChannel channel =
              FileChannel.open(
                  file,
                  Set.of(
                      StandardOpenOption.CREATE_NEW,
                      StandardOpenOption.WRITE,
                      LinkOption.NOFOLLOW_LINKS),
                  PosixFilePermissions.asFileAttribute(permissions(PRIVATE)));
          SparseOutput out = new SparseOutput(channel);
          InputStream in = Files.newInputStream(content)) {
        in.transferTo(out);
        out.end();
        if (alone) {
          channel.force(true);
        }
      }
      Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setPermissions(permissions(action.made().mode()));
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    // The values are in the order of the bits, the highest first.
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & PERMISSIONS & (1 << (all.length - 1 - bit))) != 0) {
        permissions.add(all[bit]);
      }
    }
    return permissions;
  }
}
