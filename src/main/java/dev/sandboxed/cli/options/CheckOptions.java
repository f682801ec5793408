package dev.sandboxed.cli.options;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The words of {@code sandboxed check}, as its help shows them; it takes the options of run. */
@Command(
    name = "check",
    description = {
      "Tries whether this machine keeps every promise.",
      "It looks at the machine, says what to do, and tries the promises in the sandbox that the agent would get. No agent is started."
          + " The exit status is 0 if all are kept, 1 if one is not, 125 if no sandbox could be made."
    },
    customSynopsis = "sandboxed check [AGENT] [--json] [OPTION OF RUN…]")
public final class CheckOptions {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "AGENT",
      description = "for example claude; without one, the sandbox of any command",
      completionCandidates = Candidates.Agents.class)
  String agent = "";

  @Mixin JsonOption form = new JsonOption();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  boolean help;
}
