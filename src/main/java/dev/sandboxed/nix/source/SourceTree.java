package dev.sandboxed.nix.source;

import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A copy of exactly those files of a project that an evaluation may see, in a directory of
 * sandboxed's. The same content gives the same tree and the same marks.
 *
 * @param directory holds nothing else
 * @param marks what shows whether a path has changed, by path: {@code file sha256-…}, {@code
 *     program sha256-…} for an executable one, {@code link TARGET}, {@code directory}, {@code
 *     directory sha256-…} over the sorted names and kinds of one that was listed, or {@code
 *     absent}. The entries of a listed directory have their own marks.
 */
public record SourceTree(Path directory, SortedMap<String, String> marks) {

  // As the store does with everything in it.
  private static final FileTime TIME = FileTime.fromMillis(1000);

  public SourceTree {
    marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
  }

  /**
   * Copies what these looks see.
   *
   * @param destination is made; it must not exist yet
   * @throws UserFailure with every path that is not in the project, is not a file, directory or
   *     link, or cannot be read, and if the whole is too large
   */
  public static SourceTree copied(LocalFlake flake, ReadSet looks, Path destination) {
    SourceReading reading = SourceReading.of(flake, looks);
    try {
      Files.createDirectories(destination);
      for (String directory : reading.directories()) {
        Files.createDirectories(destination.resolve(directory));
      }
      for (Map.Entry<String, byte[]> file : reading.files().entrySet()) {
        Path copy = destination.resolve(file.getKey());
        write(copy, file.getValue(), reading.programs().contains(file.getKey()));
      }
      // Last of all, so that nothing is written through one.
      for (Map.Entry<String, String> link : reading.links().entrySet()) {
        Path copy = destination.resolve(link.getKey());
        Files.createDirectories(copy.resolveSibling("."));
        Files.createSymbolicLink(copy, Path.of(link.getValue()));
      }
      setTimes(destination);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SourceTree(destination, reading.marks());
  }

  /** The marks alone, without a copy. */
  public static SortedMap<String, String> marks(LocalFlake flake, ReadSet looks) {
    return Collections.unmodifiableSortedMap(SourceReading.of(flake, looks).marks());
  }

  /** The contents of its regular files, each byte as one character. */
  public SortedMap<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    marks.forEach((path, mark) -> {
      if (SourceMark.isFile(mark)) {
        try {
          Path file = directory.resolve(path);
          texts.put(path, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    });
    return texts;
  }

  /** Where its symlinks lead. */
  public SortedMap<String, String> links() {
    SortedMap<String, String> links = new TreeMap<>();
    marks.forEach(
        (path, mark) -> SourceMark.linkTarget(mark).ifPresent(target -> links.put(path, target)));
    return links;
  }

  /** The part of this tree that those looks see, as a tree of its own. */
  public SourceTree seenBy(ReadSet looks, Path destination) {
    return copied(new LocalFlake(directory, "", ""), looks, destination);
  }

  /**
   * The looks of a program that reads everything in these directories, as far as the tree has it.
   */
  public ReadSet below(SortedSet<String> tops) {
    SortedSet<String> directories = new TreeSet<>();
    marks.forEach((path, mark) -> {
      if (SourceMark.isDirectory(mark) && tops.stream().anyMatch(top -> isBelow(path, top))) {
        directories.add(path);
      }
    });
    SortedSet<String> paths = new TreeSet<>(tops);
    paths.addAll(directories);
    return new ReadSet(paths, directories);
  }

  private static boolean isBelow(String path, String top) {
    return top.equals(LocalFlake.TOP) || Path.of(path).startsWith(top);
  }

  private static void write(Path copy, byte[] content, boolean executable) throws IOException {
    Files.createDirectories(copy.resolveSibling("."));
    Files.write(copy, content);
    Files.setPosixFilePermissions(
        copy, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static void setTimes(Path destination) throws IOException {
    try (Stream<Path> walk = Files.walk(destination)) {
      for (Path path : walk.filter(path -> !Files.isSymbolicLink(path)).toList()) {
        Files.setLastModifiedTime(path, TIME);
      }
    }
  }
}
