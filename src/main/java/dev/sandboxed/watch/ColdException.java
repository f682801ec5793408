package dev.sandboxed.watch;

/** Something that a plan asked cannot be asked again by bash, so the next launch plans anew. */
final class ColdException extends Exception {

  private static final long serialVersionUID = 1L;

  ColdException(String what) {
    super(what);
  }
}
