package dev.sandboxed.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code sandboxed explain}, as its help shows it. {@link RunCommand#explain} does it, with the
 * options of run.
 */
@Command(
    name = "explain",
    description = "Says what an agent can see of paths and variables, and which rule decides that.",
    customSynopsis = "sandboxed explain AGENT [OPTION OF RUN…] [--] PATH|VARIABLE…")
final class ExplainCommand {

  @Parameters(index = "0", paramLabel = "AGENT", description = "for example claude")
  String agent = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PATH|VARIABLE",
      description = "a path, or a variable's name in capitals")
  List<String> subjects = List.of();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  boolean help;
}
