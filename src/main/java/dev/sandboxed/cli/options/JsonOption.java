package dev.sandboxed.cli.options;

import picocli.CommandLine.Option;

/** {@code --json} of a command. */
public final class JsonOption {

  @Option(names = "--json", description = "print JSON, for programs")
  public boolean json;
}
