package dev.sandboxed.launch;

import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a launch finds, without Java, that the plan of an earlier one is still the plan: files that
 * src/main/bash/warm reads. Their names are its own, and say nothing.
 *
 * @param names one for each number of words that a command line begins with
 */
public record WarmIndex(Path directory, List<String> names) {

  // Each is some 100 KiB.
  private static final int MOST = 200;

  public WarmIndex {
    names = List.copyOf(names);
  }

  /**
   * The place that src/main/bash/front has told, if there is one.
   *
   * @param told the names with spaces between, a colon, the directory
   */
  public static Optional<WarmIndex> of(String told) {
    int colon = told.indexOf(':');
    return colon <= 0
        ? Optional.empty()
        : Optional.of(
            new WarmIndex(
                Path.of(told.substring(colon + 1)).normalize(),
                List.of(told.substring(0, colon).split(" ", -1))));
  }

  /** The jar that this is, as src/main/bash/front starts it: it stands for the build. */
  public static Path build() {
    return Path.of(System.getProperty("java.class.path"));
  }

  /** Whether a launch of this many words may be found again here. */
  public boolean takes(Path cacheDirectory, int words) {
    return directory.equals(cacheDirectory.resolve("warm"))
        && words > 0
        && words <= names.size()
        && names.get(words - 1).matches("[0-9a-f]{16}");
  }

  /** Writes one, or makes sure that there is none. A launch does not fail for it. */
  public void put(int words, Supplier<Optional<String>> text) {
    Path file = directory.resolve(names.get(words - 1));
    try {
      PrivateFiles.directory(directory);
      Optional<String> index = text.get();
      if (index.isPresent()) {
        makeRoom();
        PrivateFiles.replace(file, index.get());
      } else {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UserFailure nextOneIsCold) {
      return;
    }
  }

  private void makeRoom() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
      found.forEach(files::add);
    }
    if (files.size() >= MOST) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}
