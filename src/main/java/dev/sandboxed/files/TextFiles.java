package dev.sandboxed.files;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the small text files that people write. */
public final class TextFiles {

  // A thousand times the longest profile; a larger one is a mistake, and would only slow the launch
  // down.
  private static final int LARGEST_BYTES = 4 << 20;

  private final Inquiry inquiry;
  private final int largest;

  /** Reads by asking. */
  public TextFiles(Inquiry inquiry) {
    this(inquiry, LARGEST_BYTES);
  }

  /** The same for what programs write, which may be larger, in bytes. */
  public TextFiles(Inquiry inquiry, int largest) {
    this.inquiry = inquiry;
    this.largest = largest;
  }

  /**
   * The text of a file.
   *
   * @return empty if there is no such file
   * @throws UserFailure if it exists and cannot be read as UTF-8 text
   */
  public Optional<String> read(String file) {
    Path path = Path.of(file);
    try {
      return Optional.of(inquiry.text(path, largest));
    } catch (NotReadException e) {
      throw failure("file.not-read", file + " is " + e.what(), "replace it with a text file");
    } catch (CharacterCodingException e) {
      throw failure("file.not-utf8", file + " is not valid UTF-8 text", "save it as UTF-8");
    } catch (IOException e) {
      if (PathProbe.isMissing(e)) {
        return Optional.empty();
      }
      throw unreadable("cannot read " + file, path, e);
    }
  }

  /** The names of the files in a directory, sorted; none if there is no directory. */
  public List<String> names(String directory) {
    try {
      return inquiry.entries(Path.of(directory)).keySet().stream()
          .map(file -> String.valueOf(file.getFileName()))
          .sorted()
          .toList();
    } catch (NoSuchFileException | NotDirectoryException absent) {
      return List.of();
    } catch (IOException e) {
      throw unreadable("cannot list " + directory, Path.of(directory), e);
    }
  }

  /** A file that cannot be read is not missing: it may be the person's stricter profile. */
  private UserFailure unreadable(String message, Path path, IOException e) {
    Path place = ObstacleSearch.before(inquiry, path, e).place();
    return failure(
        "file.unreadable",
        message + (place.equals(path) ? "" : " because " + place + " is closed"),
        "make it readable for you: chmod u+rX " + Quoted.forShell(place));
  }

  private static UserFailure failure(String code, String message, String hint) {
    return new UserFailure(Problem.of(code, message, hint));
  }
}
