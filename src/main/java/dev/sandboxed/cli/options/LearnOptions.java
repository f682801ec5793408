package dev.sandboxed.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The words of {@code sandboxed learn} that are its own, as its help shows them; it takes the
 * options of run as well.
 */
@Command(
    name = "learn",
    description = {
      "Records a session, and proposes a profile of what it needed.",
      "The session sees all of your home but the places that are known for keys, logins, browsers and the like; it writes no more than with the"
          + " profile that is extended. What it opened is shown as a change of the profile NAME, and written if you say yes."
    },
    customSynopsis = {
      "sandboxed learn NAME [OPTION…] [OPTION OF RUN…] -- AGENT|COMMAND [WORD…]",
      "       sandboxed learn NAME --from SESSION [--yes]"
    })
public final class LearnOptions {

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "a profile of yours; if there is none of that name, it is made",
      completionCandidates = Candidates.Profiles.class)
  String name = "";

  @Option(
      names = "--extends",
      paramLabel = "PROFILE",
      description = "what a new profile builds on; without it, default",
      completionCandidates = Candidates.Profiles.class)
  @Nullable String base;

  @Option(
      names = "--from",
      paramLabel = "SESSION",
      description =
          "run nothing: propose again what that session needed, which was recorded before")
  @Nullable String from;

  @Option(names = "--yes", description = "write it without asking")
  boolean yes;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  boolean help;

  /** These options and those of run, for whoever divides words. */
  static CommandSpec spec() {
    CommandSpec spec = RunOptions.spec();
    new CommandLine(new LearnOptions())
        .getCommandSpec().options().stream()
            .filter(option -> !option.usageHelp())
            .forEach(spec::addOption);
    return spec;
  }
}
