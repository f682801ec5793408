package dev.sandboxed.denials.tried;

import java.util.Locale;

/** What became of something that was tried. */
public enum Outcome {
  /** Nothing of the sandbox was in its way. */
  GRANTED,
  /** It is shown, and cannot be changed. */
  READ_ONLY,
  /** It is covered. */
  MASKED,
  /** It is on this machine, and nothing grants it. */
  HIDDEN,
  /** It is not on this machine either. */
  ABSENT,
  /** Its own permissions refuse it, outside as well. */
  MODE,
  /** The filter of system calls refuses it. */
  CALL,
  /** The network does not lead there. */
  ADDRESS;

  /** As it is written, for example {@code read-only}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
