package dev.sandboxed.check.trial;

import dev.sandboxed.check.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** What a session leaves: processes, files beside it, mounts of this machine. */
final class Traces {

  private static final Path PROC = Path.of("/proc");

  // The launcher's copy that watches ends a moment after the launcher: two seconds are enough.
  private static final int MOST_LOOKS = 200;
  private static final long BETWEEN_LOOKS = 10_000_000;

  private final String token;
  private final List<Path> directories;
  private final Set<Path> mountPoints;
  private final Set<Path> files;
  private final Set<String> mounts;

  private Traces(String token, List<Path> directories, Set<Path> mountPoints) {
    this.token = token;
    this.directories = List.copyOf(directories);
    this.mountPoints = Set.copyOf(mountPoints);
    this.files = files();
    this.mounts = mounts(PROC.resolve("self"));
  }

  /**
   * Looks before the session.
   *
   * @param token in the words of each process that is the session's, and in the names of its files
   * @param directories those in which it could leave them
   * @param mountPoints where it mounts something: what is not there is made for that, and must go
   */
  static Traces before(String token, List<Path> directories, Set<Path> mountPoints) {
    return new Traces(token, directories, mountPoints);
  }

  /**
   * What is there of a session, by kind.
   *
   * @param inside whether its own mounts count, as they do while it runs
   */
  Map<String, Answer> found(boolean inside) {
    List<Path> processes = processes();
    for (int looks = 0; !inside && !processes.isEmpty() && looks < MOST_LOOKS; looks++) {
      LockSupport.parkNanos(BETWEEN_LOOKS);
      processes = processes();
    }
    Set<Path> appeared = files();
    appeared.removeAll(files);
    Set<String> mounted = mounts(PROC.resolve("self"));
    if (inside) {
      processes.forEach(process -> mounted.addAll(mounts(process)));
    }
    mounted.removeAll(mounts);
    return Map.of(
        "processes", Session.Told.answer(!processes.isEmpty()),
        "files", Session.Told.answer(!appeared.isEmpty()),
        "mounts", Session.Told.answer(!mounted.isEmpty()));
  }

  private List<Path> processes() {
    return list(PROC, "[0-9]*").stream()
        .filter(process -> text(process.resolve("cmdline")).contains(token))
        .toList();
  }

  private Set<Path> files() {
    Set<Path> found = new HashSet<>();
    directories.forEach(directory -> found.addAll(list(directory, "*" + token + "*")));
    mountPoints.stream()
        .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
        .forEach(found::add);
    return found;
  }

  private static List<Path> list(Path directory, String glob) {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
      List<Path> entries = new ArrayList<>();
      stream.forEach(entries::add);
      return entries;
    } catch (IOException closed) {
      return List.of();
    }
  }

  /** Where something is mounted; the numbers of mounts differ in each namespace. */
  private Set<String> mounts(Path process) {
    Set<String> points = new HashSet<>();
    text(process.resolve("mountinfo"))
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length > 4 && mountPoints.contains(Path.of(fields[4])))
        .forEach(fields -> points.add(fields[2] + " " + fields[3] + " " + fields[4]));
    return points;
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
