package dev.sandboxed.problem;

import java.util.regex.Pattern;

/** Text that a project can choose, made safe to show on a terminal. */
public final class Printable {

  // The sequences with which Nix colours its messages, and other programs move the cursor.
  private static final Pattern ESCAPE_SEQUENCE = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");

  // Control characters, and the invisible ones that reverse the direction of text.
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}]");

  private Printable() {}

  /**
   * The text on one line: each invisible character becomes a question mark, colours are removed.
   */
  public static String line(String text) {
    return UNSEEN.matcher(ESCAPE_SEQUENCE.matcher(text).replaceAll("")).replaceAll("?");
  }

  /** The same with nothing removed: what looks like a colour could be a part of a name. */
  public static String whole(String text) {
    return UNSEEN.matcher(text).replaceAll("?");
  }
}
