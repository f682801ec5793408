package dev.sandboxed.launch;

import dev.sandboxed.bwrap.SeccompFilter;
import dev.sandboxed.plan.SandboxPlan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The name of a plan: a digest of everything that is written down for it. */
final class PlanDigest {

  // 128 bits: no two plans of one person will ever share them.
  private static final int DIGITS = 32;

  private PlanDigest() {}

  static String of(SandboxPlan plan, Path bwrap) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      // plan.json holds all that the other files are made from, but for the filter, which is this
      // program's own.
      digest.update(PlanJson.of(plan, bwrap).getBytes(StandardCharsets.UTF_8));
      digest.update(SeccompFilter.program());
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
