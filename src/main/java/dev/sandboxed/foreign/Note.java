package dev.sandboxed.foreign;

import dev.sandboxed.problem.SourcePosition;

/**
 * What became of a setting that is no line of the profile, or not only that.
 *
 * @param key the setting, fit to be shown
 * @param text what to know about it, fit to be shown
 */
record Note(Verdict verdict, SourcePosition at, String key, String text) {

  /** How it compares with the source. */
  enum Verdict {
    WEAKER("Not kept: the source closes more"),
    DIFFERENT("Means something else here"),
    LEFT_OUT("Has no counterpart, or is left out"),
    ALREADY("Holds here without a line"),
    UNKNOWN("Unknown keys");

    private final String title;

    Verdict(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }
}
