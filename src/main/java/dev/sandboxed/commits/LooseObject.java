package dev.sandboxed.commits;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * A file that has one object of git, compressed. Its name should be the digest of what is in it.
 */
final class LooseObject {

  private static final int SHA1_DIGITS = 40;

  // In bytes: it can be a small file that unpacks to more than any disk holds.
  private static final long LARGEST = 4L << 30;

  private LooseObject() {}

  /** Whether it has the name of its content. */
  static boolean isGenuine(Path file) throws IOException {
    String name = String.valueOf(file.resolveSibling("").getFileName()) + file.getFileName();
    MessageDigest digest = digest(name.length() == SHA1_DIGITS ? "SHA-1" : "SHA-256");
    try (InputStream raw = Files.newInputStream(file);
        InputStream content = new InflaterInputStream(raw);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      byte[] some = new byte[1 << 16];
      long size = 0;
      for (int read = content.read(some); read >= 0; read = content.read(some)) {
        out.write(some, 0, read);
        size += read;
        if (size > LARGEST) {
          return false;
        }
      }
    } catch (ZipException | EOFException broken) {
      return false;
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
