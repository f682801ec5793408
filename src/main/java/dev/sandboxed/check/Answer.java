package dev.sandboxed.check;

/** What came of an attempt. */
public enum Answer {
  SUCCEEDED,
  REFUSED,
  /** It could not be tried: a program that it needs is not there. */
  UNTRIED
}
