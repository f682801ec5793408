package dev.sandboxed.planning;

/** Whoever is told what takes long while a plan is made. */
public interface Audience {

  /** Says what is being done. */
  void say(String message);

  /**
   * Shows a person who is watching a line that the next takes the place of.
   *
   * @param passing free of control characters; empty for the end of it
   */
  default void show(String passing) {}

  /** Whether a person is watching. */
  boolean terminal();
}
