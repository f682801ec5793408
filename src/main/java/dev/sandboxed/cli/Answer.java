package dev.sandboxed.cli;

/** Tells the calling shell what to do next, in the form that src/main/bash/front reads. */
interface Answer {
  void give(String text);
}
