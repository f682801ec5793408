package dev.sandboxed.cli;

/** Tells the shell that called us what to do next, as src/main/bash/front reads it. */
interface Answer {
  void give(String text);
}
