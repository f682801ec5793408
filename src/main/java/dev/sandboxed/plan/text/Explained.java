package dev.sandboxed.plan.text;

import dev.sandboxed.problem.Printable;

/**
 * What a plan does with one thing that a person asked about.
 *
 * @param subject as the person wrote it
 * @param kind {@code path}, {@code variable}, {@code address} or {@code host}
 * @param answer one word that stays the same between versions
 * @param what the answer in words
 * @param why the rule that decides; empty if none does
 * @param note how the subject was understood; usually empty
 */
public record Explained(
    String subject, String kind, String answer, String what, String why, String note) {

  Explained(String subject, String kind, String answer, String what, String why) {
    this(subject, kind, answer, what, why, "");
  }

  /** A paragraph. */
  String text() {
    return line(subject + ": " + what) + further(why) + further(note);
  }

  private static String further(String words) {
    return words.isEmpty() ? "" : "  " + line(words);
  }

  private static String line(String words) {
    return Printable.line(words) + "\n";
  }
}
