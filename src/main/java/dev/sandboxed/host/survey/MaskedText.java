package dev.sandboxed.host.survey;

/** A file that is shown only in part, before or after something in it was replaced. */
public sealed interface MaskedText {

  /** Its text. */
  record Text(String text) implements MaskedText {
    /** It may hold secrets. */
    @Override
    public String toString() {
      return "Text";
    }
  }

  /**
   * Nothing of it.
   *
   * @param why as the end of a sentence about the file
   */
  record None(String why) implements MaskedText {}
}
