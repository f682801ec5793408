package dev.sandboxed.files.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Unfinished files and directories. Each is named after the process that makes it, so that a later
 * launch can tell the ones that are still being written from the ones whose process was killed.
 */
public final class Leftovers {

  private static final String MARK = ".unfinished-";

  private static final Pattern NAME = Pattern.compile(Pattern.quote(MARK) + "(\\d{1,10})-.*");

  private Leftovers() {}

  /** A name beside {@code finished} for this thread of this process to write to. */
  public static Path unfinished(Path finished) {
    return finished.resolveSibling(
        MARK
            + ProcessHandle.current().pid()
            + "-"
            + Thread.currentThread().threadId()
            + "-"
            + finished.getFileName());
  }

  /** Deletes what dead processes have left in {@code directory}. */
  public static void sweep(Path directory) {
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(directory, MARK + "*")) {
      unfinished.forEach(path -> {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          delete(path);
        }
      });
    } catch (IOException nothingToSweep) {
      return;
    }
  }

  /** Deletes a file, or a directory and what is in it; it is fine if it is already gone. */
  public static void delete(Path directory) {
    try (Stream<Path> tree = Files.walk(directory)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException goneOrForbidden) {
      return;
    }
  }
}
