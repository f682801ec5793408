package dev.sandboxed.launch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;

/** The name of a plan: a digest of everything that is written for it. */
final class PlanDigest {

  // 128 bits: no two plans of one person will ever have the same.
  private static final int DIGITS = 32;

  private PlanDigest() {}

  /** The digest of files by their names. */
  static String of(SortedMap<String, byte[]> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.forEach((name, content) -> {
        // The lengths are included so that no two sets of files look alike.
        String heading = name + "\0" + content.length + "\0";
        digest.update(heading.getBytes(StandardCharsets.UTF_8));
        digest.update(content);
      });
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
