package dev.sandboxed.host;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the small text files that people write. */
public final class TextFiles {

  // A thousand times the longest profile; more is a mistake, and would only slow the launch down.
  private static final long LARGEST_BYTES = 4L << 20;

  /**
   * The text of a file.
   *
   * @return empty if there is no such file
   * @throws UserFailure if it is there and cannot be read as UTF-8 text
   */
  public Optional<String> read(String file) {
    Path path = Path.of(file);
    try {
      if (!Files.exists(path)) {
        return Optional.empty();
      }
      if (!Files.isRegularFile(path)) {
        throw failure("file.not-regular", file + " is not a file", "replace it by a text file");
      }
      if (Files.size(path) > LARGEST_BYTES) {
        throw failure(
            "file.too-large",
            file + " is larger than " + (LARGEST_BYTES >> 20) + " MiB",
            "is it the right file?");
      }
      return Optional.of(Files.readString(path));
    } catch (CharacterCodingException e) {
      throw failure("file.not-utf8", file + " is not valid UTF-8 text", "save it as UTF-8");
    } catch (IOException e) {
      throw failure(
          "file.unreadable", "cannot read " + file, "check its permissions: ls -l " + file);
    }
  }

  /** Names of the files in a directory, sorted; empty if there is none. */
  public List<String> names(String directory) {
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException absent) {
      return List.of();
    } catch (IOException e) {
      throw failure(
          "file.unreadable",
          "cannot list " + directory,
          "check its permissions: ls -ld " + directory);
    }
  }

  private static UserFailure failure(String code, String message, String hint) {
    return new UserFailure(Problem.of(code, message, hint));
  }
}
