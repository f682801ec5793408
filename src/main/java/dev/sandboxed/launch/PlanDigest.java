package dev.sandboxed.launch;

import dev.sandboxed.files.Digest;
import dev.sandboxed.plan.SandboxPlan;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/** Digests of plans. */
public final class PlanDigest {

  // 128 bits: no two plans of one person will ever have the same.
  private static final int DIGITS = 32;

  private PlanDigest() {}

  /**
   * The digest of everything that a plan gives, withholds and says: all of {@code plan.json} except
   * the command and the directory that it starts in.
   */
  public static String ofGrants(SandboxPlan plan, LaunchTools tools) {
    return Digest.of(PlanJson.ofGrants(plan, tools));
  }

  /** The name of a plan: the digest of everything that is written for it, files by their names. */
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
