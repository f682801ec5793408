package dev.sandboxed.cli.options;

import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code run}. Each can also come from a variable, except the last group. */
@Command(
    name = "run",
    description = "Runs an agent, or any command, in a sandbox.",
    synopsisHeading = "Usage: ",
    customSynopsis = {
      "sandboxed run AGENT [OPTION…] [--] [ARGUMENT…]",
      "       sandboxed run [OPTION…] -- COMMAND [ARGUMENT…]"
    },
    footer = {
      "",
      "The first word that is not one of these options, or --, ends them: it and all",
      "that follow are the agent's; so are -p and -q after its name. Each can also come",
      "from SANDBOXED_<OPTION>: docs/profile.md says how, and what the words mean.",
      "",
      "Examples:",
      "  sandboxed run claude                     the agent, in the project here",
      "  sandboxed run -p strict -- npm test      any command, with another profile",
      "  sandboxed run --network none --shell     look around in the sandbox yourself"
    },
    optionListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 80,
    usageHelpAutoWidth = true)
public final class RunOptions {

  // RunWords finds it among the words; here it serves what is made from the model.
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "AGENT",
      hidden = true,
      completionCandidates = Candidates.Agents.class)
  @Nullable String agent;

  @Option(
      names = {"-p", "--profile"},
      paramLabel = "NAME|FILE",
      description = "the profile, or its file; without it, default",
      completionCandidates = Candidates.Profiles.class)
  public @Nullable String profile;

  @Option(
      names = "--network",
      paramLabel = "TIER",
      description = "internet-only, allowlist, full or none",
      completionCandidates = Candidates.Tiers.class)
  @Nullable String network;

  @Option(
      names = "--publish",
      paramLabel = "[[ADDRESS:]PORT:]PORT",
      description = "lead a port of this host to one inside")
  List<String> publish = new ArrayList<>();

  @Option(
      names = "--reach",
      paramLabel = "ADDRESS:PORT",
      description = "open one port of a blocked host: 127.0.0.1:5432")
  List<String> reach = new ArrayList<>();

  @Option(
      names = "--allow",
      paramLabel = "HOST|@GROUP",
      description = "open a host in allowlist: github.com, *.npmjs.org")
  List<String> allow = new ArrayList<>();

  @Option(
      names = "--devshell",
      paramLabel = "INSTALLABLE|env",
      arity = "0..1",
      fallbackValue = ".",
      description = "use the flake's dev shell, or the active one (env)")
  @Nullable String devshell;

  @Option(
      names = "--package",
      paramLabel = "INSTALLABLE",
      description = "add a Nix package, for example nixpkgs#jq")
  List<String> packages = new ArrayList<>();

  @Option(names = "--read", paramLabel = "PATH", description = "make visible, read-only")
  List<String> read = new ArrayList<>();

  @Option(names = "--write", paramLabel = "PATH", description = "make visible and writable")
  List<String> write = new ArrayList<>();

  @Option(names = "--deny", paramLabel = "PATH", description = "mask; may hold *, ? and **")
  List<String> deny = new ArrayList<>();

  @Option(
      names = "--protect",
      paramLabel = "PATH",
      description = "make read-only; may hold *, ? and **")
  List<String> protect = new ArrayList<>();

  @Option(
      names = "--device",
      paramLabel = "PATH",
      description = "make a device visible, for example /dev/kvm")
  List<String> device = new ArrayList<>();

  @Option(
      names = "--path",
      paramLabel = "DIR",
      description = "make programs visible, in front of PATH")
  List<String> path = new ArrayList<>();

  @Option(names = "--env", paramLabel = "NAME[=VALUE]", description = "pass a variable, or set it")
  List<String> env = new ArrayList<>();

  @Option(
      names = "--auth",
      paramLabel = "MODE",
      description = "your login: shared, readonly or none",
      completionCandidates = Candidates.Modes.class)
  @Nullable String auth;

  @Option(
      names = "--state",
      paramLabel = "SCOPE",
      description = "the agent's memory: project, shared or ephemeral",
      completionCandidates = Candidates.Scopes.class)
  @Nullable String state;

  @Option(
      names = "--accept",
      paramLabel = "WHAT",
      description = "go on in spite of it: missing-guards",
      completionCandidates = Candidates.Accepted.class)
  List<String> accept = new ArrayList<>();

  @Option(
      names = "--project",
      paramLabel = "DIR",
      description = "the project; without it, the git work tree here")
  public @Nullable Path project;

  @Option(
      names = "--snapshot",
      paramLabel = "new|NAME",
      arity = "0..1",
      fallbackValue = "",
      description = "work on a copy; then: changes, apply, undo")
  @Nullable String snapshot;

  @Option(names = "--changes", description = "say afterwards what changed in the project")
  boolean changes;

  @Option(
      names = "--observe",
      paramLabel = "WHAT",
      arity = "0..1",
      fallbackValue = "denials",
      description = "write down what is refused: denials, calls or none",
      completionCandidates = Candidates.Depths.class)
  @Nullable String observe;

  @Option(
      names = {"-q", "--quiet"},
      description = "no audit before the launch")
  public boolean quiet;

  @Option(names = "--audit", description = "all of the audit, also where nothing changed")
  public boolean audit;

  @Option(
      names = "--dry-run",
      paramLabel = "FORM",
      arity = "0..1",
      fallbackValue = "text",
      description = "print the plan instead: text, json or argv",
      completionCandidates = Candidates.Forms.class)
  public @Nullable String dryRun;

  @Option(names = "--shell", description = "run your shell in the agent's sandbox instead")
  public boolean shell;

  @Option(
      names = "--explain",
      paramLabel = "PATH|NAME",
      description = "say what decides on a path, variable or address")
  public List<String> explain = new ArrayList<>();

  @Option(names = "--list-profiles", description = "list the profiles instead")
  public boolean listProfiles;

  @Option(
      names = "--show-profile",
      paramLabel = "NAME",
      description = "show a profile instead",
      completionCandidates = Candidates.Profiles.class)
  public @Nullable String showProfile;

  @Option(
      names = "--errors",
      paramLabel = "text|json",
      description = "how errors are written; json is for programs",
      completionCandidates = Candidates.ErrorForms.class)
  @Nullable String errors;

  @Option(names = "--debug", description = "stack traces for errors")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      hidden = true,
      description = "this text")
  boolean help;

  /** The names of the options that were given, without their dashes. */
  public final Set<String> given = new TreeSet<>();

  /** All options, with their names and values. */
  public static CommandSpec spec() {
    return new CommandLine(new RunOptions()).getCommandSpec();
  }

  /**
   * Reads options and their values.
   *
   * @throws UserFailure for a value that is missing or not valid for its option
   */
  public static RunOptions parse(List<String> words) {
    return parse(words, UsageProblem::of);
  }

  /**
   * Reads options that were not written as options.
   *
   * @param complaint turns picocli's complaint into a message for the person
   */
  public static RunOptions parse(
      List<String> words, Function<CommandLine.ParameterException, UserFailure> complaint) {
    RunOptions options = new RunOptions();
    if (words.isEmpty()) {
      // None has a default, and to make picocli's model takes some milliseconds of a launch.
      return options;
    }
    CommandLine commandLine = new CommandLine(options);
    // A path may start with an at sign, and a file in the project must not supply options.
    commandLine.setExpandAtFiles(false);
    commandLine.registerConverter(boolean.class, RunOptions::onOrOff);
    try {
      commandLine
          .parseArgs(words.toArray(String[]::new))
          .matchedOptions()
          .forEach(option -> options.given.add(option.longestName().substring(2)));
    } catch (CommandLine.ParameterException e) {
      throw complaint.apply(e);
    }
    return options;
  }

  /** What people set a variable for a switch to. */
  private static boolean onOrOff(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "1", "true", "yes" -> true;
      case "0", "false", "no" -> false;
      default ->
          throw new CommandLine.TypeConversionException("\"" + word + "\" is neither 1 nor 0");
    };
  }

  /** The word or path of a single option, if it was given. */
  public static <T> Optional<T> given(@Nullable T value) {
    return Optional.ofNullable(value);
  }
}
