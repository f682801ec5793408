package dev.sandboxed.files.write;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Unfinished files and directories. Each is named after the process that makes it, so that a later
 * launch can tell the ones that are still being written from the ones whose process was killed.
 */
public final class Leftovers {

  private static final String MARK = ".unfinished-";

  private static final Pattern NAME = Pattern.compile(Pattern.quote(MARK) + "(\\d{1,10})-.*");

  private static final Optional<Path> OWN = program(ProcessHandle.current());

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
    abandoned(directory).forEach(Leftovers::delete);
  }

  /** What dead processes have left in {@code directory}. */
  public static List<Path> abandoned(Path directory) {
    List<Path> abandoned = new ArrayList<>();
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(directory, MARK + "*")) {
      for (Path path : unfinished) {
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        if (name.matches() && !isAtWork(Long.parseLong(name.group(1)))) {
          abandoned.add(path);
        }
      }
    } catch (IOException | DirectoryIteratorException nothingToSweep) {
      return List.copyOf(abandoned);
    }
    return List.copyOf(abandoned);
  }

  /**
   * The same, also in the directories below it.
   *
   * @param levels how many of them, with the first; no symlink is followed
   */
  public static List<Path> abandoned(Path directory, int levels) {
    List<Path> abandoned = new ArrayList<>(abandoned(directory));
    if (levels > 1) {
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(
              directory, entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
        entries.forEach(entry -> abandoned.addAll(abandoned(entry, levels - 1)));
      } catch (IOException | DirectoryIteratorException goneOrClosed) {
        return abandoned;
      }
    }
    return abandoned;
  }

  /**
   * After a restart of the machine its number soon belongs to another program; of somebody else's
   * process nobody can tell which program it is.
   */
  private static boolean isAtWork(long process) {
    return ProcessHandle.of(process).flatMap(Leftovers::program).equals(OWN);
  }

  private static Optional<Path> program(ProcessHandle process) {
    return process.info().command().map(Path::of).map(Path::getFileName);
  }

  /**
   * Removes a file, or a directory and what is in it. It loses its name first: nobody ever finds
   * half of it there, whatever happens meanwhile.
   *
   * @throws IOException if it stays, or some of it stays under another name
   */
  public static void remove(Path path) throws IOException {
    DirectoryTree.delete(putAway(path));
  }

  /**
   * Takes the name from a file or a directory.
   *
   * @return where it is now, for whoever deletes it
   * @throws IOException if it cannot be renamed
   */
  public static Path putAway(Path path) throws IOException {
    Path away = unfinished(path);
    delete(away);
    return Files.move(path, away, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes a file, or a directory and what is in it; it is fine if it is already gone. */
  public static void delete(Path path) {
    try {
      DirectoryTree.delete(path);
    } catch (IOException goneOrForbidden) {
      return;
    }
  }
}
