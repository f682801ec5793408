package dev.sandboxed.changes;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Lists a project's files. Follows no symlink, opens no file and does not leave the project's file
 * system, so nothing that an agent put there can lead it elsewhere or hold it up.
 *
 * <p>In a repository it lists the files that can make git run a command later, and none that change
 * with every commit.
 */
final class ProjectFiles {

  private static final String GIT = ".git";

  private static final Set<String> OF_A_REPOSITORY =
      Set.of("commondir", "config", "config.worktree", "hooks");

  private static final String ATTRIBUTES = "unix:mode,size,lastModifiedTime,ctime,ino,dev";

  // The kind of a file, in its mode: inode(7).
  private static final int KIND = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR = 0100000;
  private static final int SYMLINK = 0120000;

  private final Path project;
  private final SortedMap<String, FileMark> files = new TreeMap<>();
  private final Deque<Path> directories = new ArrayDeque<>();

  private ProjectFiles(Path project) {
    this.project = project;
  }

  /** The marks of all files, by name; a directory that cannot be listed counts as empty. */
  static SortedMap<String, FileMark> of(Path project) {
    ProjectFiles list = new ProjectFiles(project);
    try {
      long device = number(attributes(project), "dev");
      list.directories.add(project);
      while (!list.directories.isEmpty()) {
        list.list(list.directories.remove(), device);
      }
    } catch (IOException gone) {
      return list.files;
    }
    return list.files;
  }

  private void list(Path directory, long device) {
    boolean repository = directory.endsWith(GIT);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (!repository || OF_A_REPOSITORY.contains(String.valueOf(entry.getFileName()))) {
          look(entry, device);
        }
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      return;
    }
  }

  private void look(Path entry, long device) {
    try {
      Map<String, Object> attributes = attributes(entry);
      long kind = number(attributes, "mode") & KIND;
      if (kind != DIRECTORY) {
        files.put(name(entry), mark(kind, attributes));
      } else if (device == number(attributes, "dev")) {
        directories.add(entry);
      }
    } catch (IOException gone) {
      return;
    }
  }

  private static Map<String, Object> attributes(Path path) throws IOException {
    return Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
  }

  private static FileMark mark(long kind, Map<String, Object> attributes) {
    char letter = kind == REGULAR ? 'f' : kind == SYMLINK ? 'l' : 's';
    return new FileMark(
        letter,
        number(attributes, "size"),
        nanoseconds(attributes, "lastModifiedTime"),
        nanoseconds(attributes, "ctime"),
        number(attributes, "ino"));
  }

  // The "unix" view has all of these; a missing value would be a mistake in the program.

  private static long number(Map<String, Object> attributes, String name) {
    return ((Number) Objects.requireNonNull(attributes.get(name))).longValue();
  }

  private static long nanoseconds(Map<String, Object> attributes, String name) {
    return ((FileTime) Objects.requireNonNull(attributes.get(name))).to(TimeUnit.NANOSECONDS);
  }

  /** Names that are not text stay distinct by their bytes, written as in a URI. */
  private String name(Path entry) {
    Path relative = project.relativize(entry);
    return relative.toString().indexOf('\uFFFD') < 0
        ? relative.toString()
        : project.toUri().relativize(entry.toUri()).getRawPath();
  }
}
