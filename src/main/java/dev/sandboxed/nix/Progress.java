package dev.sandboxed.nix;

/**
 * Hears what a slow step is doing: first sandboxed's own words, then those of Nix about its work,
 * line by line and free of control characters, and an empty one at the end. Called from the thread
 * that reads them.
 */
@FunctionalInterface
public interface Progress {

  Progress SILENT = line -> {};

  void report(String line);
}
