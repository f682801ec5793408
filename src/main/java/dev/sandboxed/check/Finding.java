package dev.sandboxed.check;

/**
 * What was found out about this machine.
 *
 * @param name one word, the same between versions
 * @param state whether something is to be done
 * @param text what was found
 * @param remedy what to do; empty if nothing is
 */
public record Finding(String name, State state, String text, String remedy) {

  /** How much a finding asks for. */
  public enum State {
    GOOD("ok"),
    /** Something that it is good to know, or that only some launches need. */
    NOTE("note"),
    /** Nothing can be launched. */
    BAD("failed");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** For people. */
    public String word() {
      return word;
    }
  }
}
