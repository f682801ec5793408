package dev.sandboxed.cli;

import dev.sandboxed.cli.options.Candidates;
import dev.sandboxed.cli.options.JsonOption;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code sandboxed explain}, as its help shows it. {@link RunCommand#explain} does the work, with
 * the options of run.
 */
@Command(
    name = "explain",
    description = "Says what an agent gets, and which rule decides.",
    customSynopsis =
        "sandboxed explain AGENT [--json] [OPTION OF RUN…] [--] PATH|VARIABLE|ADDRESS|HOST…")
public final class ExplainCommand {

  @Parameters(
      index = "0",
      paramLabel = "AGENT",
      description = "for example claude",
      completionCandidates = Candidates.Agents.class)
  String agent = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PATH|VARIABLE|ADDRESS|HOST",
      description =
          "a path, a variable's name in capitals, an address such as 192.168.1.20:5432, or the name of a host")
  List<String> subjects = List.of();

  @Mixin JsonOption form = new JsonOption();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  boolean help;
}
