package dev.sandboxed.launch;

import dev.sandboxed.files.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/** The name of a plan: a digest of everything that is written for it. */
final class PlanDigest {

  // 128 bits: no two plans of one person will ever have the same.
  private static final int DIGITS = 32;

  private PlanDigest() {}

  /** The digest of files by their names. */
  static String of(SortedMap<String, byte[]> files) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    files.forEach((name, content) -> {
      // The lengths are included so that no two sets of files look alike.
      String heading = name + "\0" + content.length + "\0";
      all.writeBytes(heading.getBytes(StandardCharsets.UTF_8));
      all.writeBytes(content);
    });
    return Digest.of(all.toByteArray()).substring(0, DIGITS);
  }
}
