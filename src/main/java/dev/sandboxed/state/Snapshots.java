package dev.sandboxed.state;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The snapshots of projects, each with a directory of its own: {@code begun} says when it was
 * begun, {@code applied} is there if all of it has been applied, and {@code lock} is held by
 * whoever writes to it. What the agent changes is in {@code upper}, or in {@code copy} where the
 * kernel makes no layers.
 */
public final class Snapshots {

  // A time as ISO 8601 has it.
  private static final int LARGEST_NOTE = 100;

  private static final String ROOT = "root";

  private final ProjectDirectories projects;

  /**
   * Which one a session wants.
   *
   * @param name empty for the one that was begun last, or for a new one
   * @param another whether it must be a new one
   */
  public record Wanted(String name, boolean another) {
    public static final Wanted OPEN = new Wanted("", false);
    public static final Wanted NEW = new Wanted("", true);
  }

  /**
   * Which one it gets.
   *
   * @param begun whether it is there
   */
  public record Chosen(String name, Path directory, boolean begun) {}

  /** One that is there, and when it was begun. */
  public record Kept(String name, Path directory, Instant begun, boolean applied) {}

  /** The snapshots below sandboxed's state directory. */
  public Snapshots(Path stateDirectory) {
    projects = new ProjectDirectories(stateDirectory.resolve("snapshots"));
  }

  /**
   * The directories of all projects so far.
   *
   * @throws UserFailure if they cannot be read
   */
  public List<ProjectEntry> list() {
    return projects.list();
  }

  /** The snapshots of a project, in the order in which they were begun. */
  public List<Kept> of(Inquiry inquiry, Path project) {
    return in(inquiry, projects.of(project));
  }

  /** The snapshots in the directory of a project. */
  public static List<Kept> in(Inquiry inquiry, Path directory) {
    if (!inquiry.isDirectory(directory)) {
      return List.of();
    }
    Map<Path, Entry.Kind> entries;
    try {
      entries = inquiry.entries(directory);
    } catch (IOException e) {
      throw PrivateFiles.notReadable(directory, e);
    }
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue() == Entry.Kind.DIRECTORY)
        .flatMap(entry -> kept(inquiry, entry.getKey()).stream())
        .sorted(Comparator.comparing(Kept::begun).thenComparing(Kept::name))
        .toList();
  }

  /** One that was not finished when its launch was killed has no note, and counts as none. */
  private static Optional<Kept> kept(Inquiry inquiry, Path directory) {
    try {
      String begun = inquiry.text(begun(directory), LARGEST_NOTE, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          new Kept(
              String.valueOf(directory.getFileName()),
              directory,
              Instant.parse(begun.strip()),
              inquiry.exists(applied(directory), LinkOption.NOFOLLOW_LINKS)));
    } catch (NoSuchFileException unfinished) {
      return Optional.empty();
    } catch (IOException | DateTimeParseException e) {
      throw new UserFailure(
          Problem.of(
              "snapshot.unreadable",
              "cannot tell when the snapshot in " + directory + " was begun",
              "look at " + begun(directory) + "; sandboxed discard removes the snapshot"));
    }
  }

  /** Chooses one for a session. */
  public Chosen choose(Inquiry inquiry, Path project, Wanted wanted) {
    Path directory = projects.of(project);
    List<Kept> all = in(inquiry, directory);
    String name =
        wanted.name().isEmpty()
            ? all.stream()
                .filter(kept -> !wanted.another() && !kept.applied())
                .map(Kept::name)
                .reduce((earlier, later) -> later)
                .orElseGet(() -> unused(all))
            : wanted.name();
    return new Chosen(
        name, directory.resolve(name), all.stream().anyMatch(kept -> kept.name().equals(name)));
  }

  /** The number after the highest, which none has had as long as that one is kept. */
  private static String unused(List<Kept> all) {
    long highest =
        all.stream()
            .map(Kept::name)
            .filter(name -> name.matches("\\d{1,9}"))
            .mapToLong(Long::parseLong)
            .max()
            .orElse(0);
    return Long.toString(highest + 1);
  }

  /**
   * Makes the directory of a project's snapshots, and that of one.
   *
   * @throws UserFailure if it belongs to another project, or cannot be made
   */
  public static void prepare(Path snapshot, Path project) {
    Path directory = snapshot.resolveSibling("");
    PrivateFiles.directory(directory);
    ProjectDirectories.note(directory, project, "the snapshot");
    PrivateFiles.directory(snapshot);
    PrivateFiles.file(lock(snapshot), "");
    try {
      Files.deleteIfExists(applied(snapshot));
    } catch (IOException e) {
      throw PrivateFiles.notWritable(snapshot, e);
    }
  }

  /** Notes that a snapshot is complete. The file's time of change is when it was begun. */
  public static void begin(Path snapshot, Path project, Instant now) {
    try {
      PrivateFiles.file(snapshot.resolve(ROOT), inode(project) + "\n");
    } catch (IOException e) {
      throw PrivateFiles.notReadable(project, e);
    }
    PrivateFiles.file(begun(snapshot), now + "\n");
  }

  /**
   * The number of the project's directory when the snapshot was begun: another may be there now.
   */
  public static long root(Path snapshot) throws IOException {
    String text = Files.readString(snapshot.resolve(ROOT)).strip();
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }

  private static long inode(Path directory) throws IOException {
    return ((Number) Files.getAttribute(directory, "unix:ino", LinkOption.NOFOLLOW_LINKS))
        .longValue();
  }

  /** Whether it was begun. */
  public static boolean isBegun(Path snapshot) {
    return Files.exists(begun(snapshot), LinkOption.NOFOLLOW_LINKS);
  }

  /** Its project. */
  public static Optional<Path> project(Path snapshot) {
    return ProjectDirectories.noted(snapshot.resolveSibling(""));
  }

  /** The note that it was begun. */
  public static Path begun(Path snapshot) {
    return snapshot.resolve("begun");
  }

  /** The note that all of it was applied. */
  public static Path applied(Path snapshot) {
    return snapshot.resolve("applied");
  }

  /** What is locked. */
  public static Path lock(Path snapshot) {
    return snapshot.resolve("lock");
  }

  /** The layer with what the agent changed. */
  public static Path upper(Path snapshot) {
    return snapshot.resolve("upper");
  }

  /** What the kernel needs beside a layer. */
  public static Path work(Path snapshot) {
    return snapshot.resolve("work");
  }

  /** The copy of the project. */
  public static Path copy(Path snapshot) {
    return snapshot.resolve("copy");
  }

  /** What programs outside would obey, as words. */
  public static Path traps(Path snapshot) {
    return snapshot.resolve("traps");
  }
}
