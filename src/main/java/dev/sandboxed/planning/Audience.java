package dev.sandboxed.planning;

/** Whoever is told what takes long while a plan is made. */
public interface Audience {

  /** Says what is being done. */
  void say(String message);

  /** Whether a person is watching. */
  boolean terminal();
}
