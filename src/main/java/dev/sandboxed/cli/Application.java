package dev.sandboxed.cli;

import dev.sandboxed.check.trial.Trial;
import dev.sandboxed.cli.elsewhere.ExportCommand;
import dev.sandboxed.cli.elsewhere.ImportCommand;
import dev.sandboxed.cli.elsewhere.KubernetesExport;
import dev.sandboxed.cli.learn.Proposing;
import dev.sandboxed.cli.mcp.McpCommand;
import dev.sandboxed.cli.mcp.Person;
import dev.sandboxed.cli.options.CheckOptions;
import dev.sandboxed.cli.options.CommandList;
import dev.sandboxed.cli.options.ErrorForm;
import dev.sandboxed.cli.options.ExportOptions;
import dev.sandboxed.cli.options.HelpOption;
import dev.sandboxed.cli.options.LearnOptions;
import dev.sandboxed.cli.options.LearnWords;
import dev.sandboxed.cli.options.OptionVariables;
import dev.sandboxed.cli.options.RunHelp;
import dev.sandboxed.cli.options.RunOptions;
import dev.sandboxed.cli.options.UsageProblem;
import dev.sandboxed.cli.sessions.DenialsCommand;
import dev.sandboxed.cli.sessions.Desk;
import dev.sandboxed.cli.sessions.GrantCommand;
import dev.sandboxed.cli.sessions.SavedHosts;
import dev.sandboxed.cli.sessions.SessionChoice;
import dev.sandboxed.cli.sessions.SessionsCommand;
import dev.sandboxed.cli.sessions.WatchCommand;
import dev.sandboxed.cli.snapshots.ApplyCommand;
import dev.sandboxed.cli.snapshots.ChangesCommand;
import dev.sandboxed.cli.snapshots.DiscardCommand;
import dev.sandboxed.cli.snapshots.Screen;
import dev.sandboxed.cli.snapshots.SnapshotChoice;
import dev.sandboxed.cli.snapshots.SnapshotsCommand;
import dev.sandboxed.cli.snapshots.UndoCommand;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.LiveInquiry;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.launch.WarmIndex;
import dev.sandboxed.pager.Pager;
import dev.sandboxed.planning.Installation;
import dev.sandboxed.planning.Planning;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.review.ContentDiff;
import dev.sandboxed.state.StateDirectory;
import dev.sandboxed.watch.Beginning;
import dev.sandboxed.watch.RecordedInquiry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;

/** All commands, with everything they need from the process they run in. */
final class Application {

  // A person's agent with one of these names needs the word run before it.
  static final Set<String> COMMANDS =
      Set.of(
          "run",
          "explain",
          "check",
          "profiles",
          "agents",
          "allow",
          "snapshots",
          "changes",
          "apply",
          "undo",
          "discard",
          "sessions",
          "grant",
          "watch",
          "denials",
          "learn",
          "mcp",
          "export",
          "audit",
          "gc",
          "completion",
          "man",
          "help");

  private final Streams streams;
  private final Map<String, String> environment;
  private final Path workingDirectory;
  private final Answer answer;
  private final Optional<Dialogue> dialogue;
  private final Optional<WarmIndex> warm;
  private final Map<String, String> launcher;

  /**
   * @param dialogue present if there is a person to ask
   * @param warm where a launch of the same words looks for the plan of this one
   * @param launcher the variables that src/main/bash/launch needs beside the person's
   */
  Application(
      Streams streams,
      Map<String, String> environment,
      Path workingDirectory,
      Answer answer,
      Optional<Dialogue> dialogue,
      Optional<WarmIndex> warm,
      Map<String, String> launcher) {
    this.streams = streams;
    this.environment = Map.copyOf(environment);
    this.workingDirectory = workingDirectory;
    this.answer = answer;
    this.dialogue = dialogue;
    this.warm = warm;
    this.launcher = Map.copyOf(launcher);
  }

  /** Runs one command and returns its exit status. */
  int run(List<String> said) {
    List<String> words = said;
    // What comes later may be the agent's.
    boolean debug =
        environment.containsKey(OptionVariables.of("debug"))
            || words.stream().limit(2).anyMatch("--debug"::equals);
    Colours colours = new Colours(environment);
    ErrorReporter reporter = new ErrorReporter(streams, colours, ErrorForm.TEXT, debug);
    try {
      words = spelledOut(said);
      ErrorForm form = ErrorForm.wanted(words, environment, RunOptions::spec);
      reporter = new ErrorReporter(streams, colours, form, debug);
      int status = execute(words, said, reporter);
      streams.requireWritten();
      return status;
    } catch (RuntimeException | StackOverflowError failure) {
      return reporter.report(failure);
    }
  }

  private int execute(List<String> words, List<String> said, ErrorReporter reporter) {
    Instant now = InstantSource.system().instant();
    Beginning beginning = warm.isPresent() ? Beginning.at(now) : new Beginning(now, Map.of());
    LiveInquiry live = new LiveInquiry(environment, InstantSource.system());
    RecordedInquiry recorded = new RecordedInquiry(live);
    Inquiry inquiry = warm.isPresent() || showsQuestions(words) ? recorded : live;
    HostProbe probe = new HostProbe(inquiry);
    Installation installation = Installation.in(inquiry);
    Planning drafting = new Planning(inquiry, installation, workingDirectory, streams);
    RunCommand run =
        new RunCommand(
            streams,
            environment,
            probe,
            workingDirectory,
            installation,
            drafting,
            answer,
            new Remembering(live, recorded, beginning, said, warm));
    List<String> rest = words.subList(Math.min(1, words.size()), words.size());
    boolean help =
        rest.stream()
            .limit(words.stream().findFirst().equals(Optional.of("export")) ? 2 : 1)
            .anyMatch(List.of("-h", "--help")::contains);
    // picocli must not read the agent's words, so these divide theirs themselves.
    String command = words.isEmpty() || help ? "" : words.getFirst();
    if (command.equals("run")) {
      return run.run(rest, said.size());
    }
    if (command.equals("explain")) {
      return run.explain(rest);
    }
    if (command.equals("check")) {
      return run.check(
          rest,
          new CheckCommand(streams, probe, workingDirectory, installation, drafting, launcher));
    }
    if (command.equals("export") && rest.stream().findFirst().equals(Optional.of("kubernetes"))) {
      return run.export(
          rest.subList(1, rest.size()),
          new KubernetesExport(streams.out()::print, workingDirectory));
    }
    if (command.equals("export")) {
      return run.export(
          rest, new ExportCommand(streams::tell, inquiry, workingDirectory, Trial.architecture()));
    }
    if (command.equals("learn")) {
      return run.learn(rest, said.size(), learned -> proposing(learned, probe, installation));
    }
    return commandLine(probe, installation, reporter).execute(words.toArray(String[]::new));
  }

  /**
   * {@code sandboxed claude} as {@code sandboxed run claude}, for every agent there is that has not
   * the name of a command.
   */
  private List<String> spelledOut(List<String> words) {
    if (words.isEmpty()
        || words.getFirst().startsWith("-")
        || COMMANDS.contains(words.getFirst())) {
      return words;
    }
    Inquiry inquiry = new LiveInquiry(environment, InstantSource.system());
    HostProbe probe = new HostProbe(inquiry);
    ProfileLibrary library = Installation.in(inquiry).library(probe);
    if (!library.hasAgent(words.getFirst())) {
      UnknownAgent.refuseProgram(inquiry, words, "command");
      UnknownAgent.refuseMistyped(library, words.getFirst(), COMMANDS);
      return words;
    }
    return Stream.concat(Stream.of("run"), words.stream()).toList();
  }

  /** Whether the questions may be shown; to keep them takes time that a launch does not have. */
  private boolean showsQuestions(List<String> words) {
    return environment.containsKey(OptionVariables.of("dry-run"))
        || words.stream().anyMatch(word -> word.startsWith("--dry-run"));
  }

  /** Whether standard output is a terminal, too. */
  private boolean isTerminal(HostProbe probe) {
    try {
      return streams.terminal()
          && probe.inquiry().target(Path.of("/proc/self/fd/1")).startsWith("/dev/pts");
    } catch (IOException unknown) {
      return false;
    }
  }

  /** A row of a difference: what a person says yes to is what the file says. */
  private void show(ContentDiff.Row row) {
    streams.verbatim().println(new Colours(environment).diff(row, streams.terminal()));
  }

  private Proposing proposing(LearnWords words, HostProbe probe, Installation installation) {
    Colours colours = new Colours(environment);
    return new Proposing(
        new Proposing.Face(
            streams.err(),
            this::show,
            dialogue.map(
                person -> question -> person.ask(colours.bold(question, streams.terminal())))),
        probe,
        installation,
        words.name(),
        words.base());
  }

  private Person person() {
    Colours colours = new Colours(environment);
    return new Person(
        streams.err(),
        this::show,
        dialogue.map(one -> question -> one.ask(colours.bold(question, streams.terminal()))));
  }

  private void addSnapshots(CommandLine commandLine, HostProbe probe) {
    SnapshotChoice choice = new SnapshotChoice(probe, workingDirectory);
    Colours colours = new Colours(environment);
    boolean terminal = isTerminal(probe);
    Screen screen =
        new Screen(
            streams.out(),
            streams.err(),
            tools ->
                terminal
                    ? Pager.start(streams.out(), probe.inquiry(), tools)
                    : Pager.none(streams.out()),
            row -> colours.diff(row, terminal),
            this::show,
            Json::begun,
            Json::text,
            dialogue.map(person -> person::ask));
    commandLine.addSubcommand(
        "snapshots", new SnapshotsCommand(screen, choice, InstantSource.system()));
    commandLine.addSubcommand("changes", new ChangesCommand(screen, choice));
    commandLine.addSubcommand("apply", new ApplyCommand(screen, choice));
    commandLine.addSubcommand("undo", new UndoCommand(screen, choice));
    commandLine.addSubcommand("discard", new DiscardCommand(screen, choice));
  }

  private void addSessions(CommandLine commandLine, HostProbe probe, Installation installation) {
    SessionChoice choice = new SessionChoice(probe, workingDirectory);
    Desk desk =
        new Desk(
            streams.out(),
            streams.err(),
            streams.called()::in,
            this::show,
            Json::begun,
            Json::text,
            dialogue.isPresent());
    InstantSource clock = InstantSource.system();
    commandLine.addSubcommand("sessions", new SessionsCommand(desk, choice));
    commandLine.addSubcommand(
        "grant", new GrantCommand(desk, choice, new SavedHosts(probe, installation), clock));
    commandLine.addSubcommand("watch", new WatchCommand(desk, choice, clock));
    commandLine.addSubcommand("denials", new DenialsCommand(desk, choice));
  }

  private CommandLine commandLine(
      HostProbe probe, Installation installation, ErrorReporter reporter) {
    CommandLine commandLine = new CommandLine(new SandboxedCommand());
    commandLine.setExpandAtFiles(false);
    // Before the others: picocli would give it to them, too.
    commandLine.setHelpSectionMap(CommandList.in(commandLine.getHelpSectionMap()));
    CommandLine run = new CommandLine(new RunOptions());
    RunHelp.addHeadings(run);
    commandLine.addSubcommand("run", run);
    commandLine.addSubcommand("explain", new ExplainCommand());
    commandLine.addSubcommand("check", new CheckOptions());
    CommandLine profiles =
        new CommandLine(new ProfilesCommand(streams, probe, installation, workingDirectory));
    profiles.addSubcommand(
        "import",
        new ImportCommand(streams.out(), streams::tell, probe, installation, workingDirectory));
    commandLine.addSubcommand("profiles", profiles);
    commandLine.addSubcommand(
        "agents", new AgentsCommand(streams, probe, installation, workingDirectory));
    commandLine.addSubcommand(
        "allow",
        new AllowCommand(
            streams, environment, probe, workingDirectory, dialogue, InstantSource.system()));
    Supplier<Path> state =
        () -> {
          Path directory = probe.toolDirectories().state();
          new StateDirectory(directory).checkVersion();
          return directory;
        };
    addSnapshots(commandLine, probe);
    addSessions(commandLine, probe, installation);
    commandLine.addSubcommand("learn", new LearnOptions());
    commandLine.addSubcommand(
        "mcp", new McpCommand(person(), probe, installation, workingDirectory));
    commandLine.addSubcommand(
        "export",
        new CommandLine(new ExportOptions())
            .addSubcommand("oci", new ExportOptions.Oci())
            .addSubcommand("kubernetes", new ExportOptions.Kubernetes()));
    commandLine.addSubcommand("audit", new AuditCommand(streams, probe, workingDirectory, state));
    commandLine.addSubcommand("gc", new GcCommand(streams, probe, installation));
    commandLine.addSubcommand("completion", new CompletionCommand(streams, probe, installation));
    commandLine.addSubcommand("man", new ManCommand(streams));
    HelpOption.addWhereMissing(commandLine);
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(new Colours(environment).ofHelp()));
    commandLine.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
    commandLine.setExecutionExceptionHandler(
        (exception, command, result) -> reporter.report(exception));
    commandLine.setParameterExceptionHandler(
        (exception, arguments) -> reporter.report(UsageProblem.of(exception)));
    return commandLine;
  }
}
