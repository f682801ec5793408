package dev.sandboxed.cli.options;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --help}, which every command has. */
public final class HelpOption {

  private HelpOption() {}

  /** Adds it to the commands below this one that do not have it. */
  public static void addWhereMissing(CommandLine root) {
    for (CommandLine command : root.getSubcommands().values()) {
      CommandSpec spec = command.getCommandSpec();
      if (spec.options().stream().noneMatch(OptionSpec::usageHelp)) {
        spec.addOption(
            OptionSpec.builder("-h", "--help").usageHelp(true).description("this text").build());
      }
      addWhereMissing(command);
    }
  }
}
