package dev.sandboxed.commits;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A file that has one object of git, compressed. Its name should be the digest of what is in it.
 */
final class LooseObject {

  private static final int SHA1_DIGITS = 40;

  // In bytes: it can be a small file that unpacks to more than any disk holds.
  private static final long LARGEST = 4L << 30;

  private static final int SOME = 1 << 16;

  private LooseObject() {}

  /**
   * Copies one, to a file of its name, no further than the object goes.
   *
   * @return whether it has the name of its content; else the copy is of no use
   */
  static boolean copy(InputStream file, Path copy) throws IOException {
    String name = String.valueOf(copy.resolveSibling("").getFileName()) + copy.getFileName();
    MessageDigest digest = digest(name.length() == SHA1_DIGITS ? "SHA-1" : "SHA-256");
    Inflater inflater = new Inflater();
    try (OutputStream out = Files.newOutputStream(copy)) {
      byte[] packed = new byte[SOME];
      byte[] content = new byte[SOME];
      while (!inflater.finished()) {
        int read = file.read(packed);
        if (read < 0) {
          return false;
        }
        inflater.setInput(packed, 0, read);
        for (int size = inflater.inflate(content); size > 0; size = inflater.inflate(content)) {
          digest.update(content, 0, size);
        }
        if (inflater.needsDictionary() || inflater.getBytesWritten() > LARGEST) {
          return false;
        }
        out.write(packed, 0, read - inflater.getRemaining());
      }
    } catch (DataFormatException broken) {
      return false;
    } finally {
      inflater.end();
    }
    return HexFormat.of().formatHex(digest.digest()).equals(name);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
