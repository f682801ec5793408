package dev.sandboxed.nix;

/**
 * Hears what a slow step is doing: first sandboxed's own words, then Nix's messages, line by line
 * and free of control characters. Called from the thread that reads them.
 */
@FunctionalInterface
public interface Progress {

  Progress SILENT = line -> {};

  void report(String line);
}
