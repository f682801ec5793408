package dev.sandboxed.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line before its subcommands. */
@Command(
    name = "sandboxed",
    description = "Runs AI coding agents in a sandbox that contains only what the work needs.",
    version = "sandboxed 0.1.0",
    mixinStandardHelpOptions = true,
    footer = {"Examples: sandboxed claude; sandboxed run -- npm test; sandboxed check claude"},
    subcommands = HelpCommand.class)
public final class SandboxedCommand implements Runnable {

  @Option(names = "--debug", description = "Stack traces for errors.")
  boolean debug;

  @Spec CommandSpec spec;

  public SandboxedCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
