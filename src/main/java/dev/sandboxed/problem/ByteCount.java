package dev.sandboxed.problem;

import java.util.Locale;

/** Shows a number of bytes as people read it. */
public final class ByteCount {

  private static final double KIBI = 1024;

  private ByteCount() {}

  /** In KiB, MiB or GiB, for example {@code 12 MiB}. */
  public static String text(long bytes) {
    double kibibytes = bytes / KIBI;
    if (kibibytes < KIBI) {
      return String.format(Locale.ROOT, "%.0f KiB", kibibytes);
    }
    return kibibytes < KIBI * KIBI
        ? String.format(Locale.ROOT, "%.0f MiB", kibibytes / KIBI)
        : String.format(Locale.ROOT, "%.1f GiB", kibibytes / (KIBI * KIBI));
  }
}
