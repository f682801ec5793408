package dev.sandboxed.profile;

/** A wrong file and everything that is said about it. */
record WrongFile(String what, String toml, String said) {
  @Override
  public String toString() {
    return what;
  }
}
