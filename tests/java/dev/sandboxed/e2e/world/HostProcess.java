package dev.sandboxed.e2e.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A process of this machine, read from {@code /proc}.
 *
 * @param pid as the host counts
 * @param command its arguments, joined by spaces
 */
public record HostProcess(long pid, String command) {

  private static final Path PROC = Path.of("/proc");

  /**
   * Living processes that show {@code mark} in their arguments, their environment, their working
   * directory or their mounts. The mounts find what runs in a sandbox: it has another environment,
   * but what it sees of the host is mounted from its host path. Arguments alone count where nothing
   * shows another mark of that kind: {@code sandboxed check} names whatever this machine has, other
   * worlds as well.
   *
   * @param mark what is in front of its number is the same for all of its kind
   */
  static List<HostProcess> showing(String mark) {
    return matching(entry -> shows(entry, mark));
  }

  /** Living processes that have {@code text} in their arguments. */
  public static List<HostProcess> withArgument(String text) {
    return matching(entry -> text(entry.resolve("cmdline")).contains(text));
  }

  private static List<HostProcess> matching(Predicate<Path> condition) {
    List<HostProcess> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        String command = text(entry.resolve("cmdline")).replace('\0', ' ').strip();
        if (pid != ProcessHandle.current().pid() && lives(entry) && condition.test(entry)) {
          found.add(new HostProcess(pid, command));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** The bytes of a file below {@code /proc}; empty if the process is gone or another user's. */
  public static String text(Path file) {
    try {
      // One character per byte: environments need not be UTF-8.
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean shows(Path entry, String mark) {
    String around =
        text(entry.resolve("environ"))
            + text(entry.resolve("mountinfo"))
            + link(entry.resolve("cwd"));
    String arguments = text(entry.resolve("cmdline"));
    String kind = mark.replaceFirst("[0-9]+$", "");
    return around.contains(mark)
        || (arguments.contains(mark) && !(around + arguments.replace(mark, "")).contains(kind));
  }

  /** A zombie is dead; only its parent, often the machine's first process, has not noticed yet. */
  private static boolean lives(Path entry) {
    String stat = text(entry.resolve("stat"));
    int state = stat.lastIndexOf(") ") + 2;
    return state > 1
        && state < stat.length()
        && stat.charAt(state) != 'Z'
        && stat.charAt(state) != 'X';
  }

  private static String link(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
