package dev.sandboxed.state;

import dev.sandboxed.files.Digest;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The closures that Nix was asked for before. What a store path needs at run time never changes, so
 * an answer is valid as long as all of its paths exist.
 */
public final class KnownClosures {

  /** The last line of a complete file: a full file system may have kept only a part of it. */
  private static final String END = "end";

  // Enough for a hundred thousand store paths.
  private static final int LARGEST_BYTES = 16 << 20;

  private final Inquiry inquiry;
  private final Path directory;

  /** The closures below sandboxed's cache directory. */
  public KnownClosures(Inquiry inquiry, Path cacheDirectory) {
    this.inquiry = inquiry;
    directory = cacheDirectory.resolve("closures");
  }

  /**
   * An answer from Nix.
   *
   * @param paths the store paths, with everything that each of them needs
   * @param bytes the size of all of them, as Nix counts it
   */
  public record Closure(List<String> paths, long bytes) {
    public Closure {
      paths = List.copyOf(paths);
    }
  }

  /** What is known about these roots; empty if Nix has to be asked. */
  public Optional<Closure> of(Collection<String> roots) {
    return read(file(roots)).filter(this::isThere);
  }

  /** Remembers an answer if it can be written; otherwise Nix is asked again. */
  public void remember(Collection<String> roots, Closure closure) {
    try {
      PrivateFiles.directory(directory);
      Leftovers.sweep(directory);
      // A file that exists already was found to be invalid.
      Leftovers.delete(file(roots));
      PrivateFiles.file(file(roots), text(closure));
    } catch (UserFailure notWritable) {
      return;
    }
  }

  private static String text(Closure closure) {
    List<String> lines = new ArrayList<>();
    lines.add(Long.toString(closure.bytes()));
    lines.addAll(closure.paths());
    lines.add(END);
    return String.join("\n", lines) + "\n";
  }

  /** The files of the answers that are no longer valid. */
  public List<Path> outdated() {
    List<Path> outdated = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[0-9a-f]*")) {
        for (Path file : files) {
          if (read(file).filter(this::isThere).isEmpty()) {
            outdated.add(file);
          }
        }
      } catch (IOException e) {
        throw PrivateFiles.notReadable(directory, e);
      }
    }
    return List.copyOf(outdated);
  }

  /** A damaged file counts as missing: Nix can be asked again. */
  private Optional<Closure> read(Path file) {
    try {
      List<String> lines = inquiry.text(file, LARGEST_BYTES).lines().toList();
      if (lines.size() < 2 || !lines.getLast().equals(END)) {
        return Optional.empty();
      }
      return Optional.of(
          new Closure(lines.subList(1, lines.size() - 1), Long.parseLong(lines.getFirst())));
    } catch (IOException | NumberFormatException unknown) {
      return Optional.empty();
    }
  }

  private boolean isThere(Closure closure) {
    return closure.paths().stream().map(Path::of).allMatch(inquiry::exists);
  }

  private Path file(Collection<String> roots) {
    return directory.resolve(Digest.of(String.join("\n", new TreeSet<>(roots))));
  }
}
