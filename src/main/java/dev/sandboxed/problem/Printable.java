package dev.sandboxed.problem;

import java.util.regex.Pattern;

/** Text that a project can choose, made safe to show on a terminal. */
public final class Printable {

  // The sequences by which Nix colours its messages, and with which others move the cursor.
  private static final Pattern ESCAPE_SEQUENCE = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");

  // Control characters, and the invisible ones that turn the direction of text around.
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}]");

  private Printable() {}

  /** On one line: each unseen character becomes a question mark, colours go. */
  public static String line(String text) {
    return UNSEEN.matcher(ESCAPE_SEQUENCE.matcher(text).replaceAll("")).replaceAll("?");
  }
}
