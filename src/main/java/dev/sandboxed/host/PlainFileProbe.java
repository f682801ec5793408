package dev.sandboxed.host;

import dev.sandboxed.problem.ByteCount;
import dev.sandboxed.problem.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Reads files that an agent may have put where they are. */
public final class PlainFileProbe {

  private PlainFileProbe() {}

  /**
   * Reads one, in one go.
   *
   * @param largest in bytes; a larger one is not read
   */
  public static PlainFile read(Path file, int largest) {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (found.isSymbolicLink()) {
        return new PlainFile.Other(
            "a symlink to " + Quoted.of(Files.readSymbolicLink(file).toString()));
      }
      if (!found.isRegularFile()) {
        // A pipe would have us wait for whoever writes to it.
        return new PlainFile.Other(
            found.isDirectory() ? "a directory" : "neither a file nor a directory");
      }
      return bytes(file, largest);
    } catch (NoSuchFileException e) {
      return new PlainFile.Absent();
    } catch (IOException e) {
      return new PlainFile.Other("a file that you cannot read");
    }
  }

  private static PlainFile bytes(Path file, int largest) throws IOException {
    try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = stream.readNBytes(largest + 1);
      return bytes.length > largest
          ? new PlainFile.Other("larger than " + ByteCount.text(largest))
          : new PlainFile.Bytes(new String(bytes, StandardCharsets.ISO_8859_1));
    }
  }
}
