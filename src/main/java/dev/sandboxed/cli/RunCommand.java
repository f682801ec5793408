package dev.sandboxed.cli;

import dev.sandboxed.cli.elsewhere.ExportCommand;
import dev.sandboxed.cli.elsewhere.KubernetesExport;
import dev.sandboxed.cli.learn.Proposing;
import dev.sandboxed.cli.options.ErrorForm;
import dev.sandboxed.cli.options.ExportWords;
import dev.sandboxed.cli.options.KubernetesWords;
import dev.sandboxed.cli.options.LearnWords;
import dev.sandboxed.cli.options.OptionLayer;
import dev.sandboxed.cli.options.OptionVariables;
import dev.sandboxed.cli.options.RunOptions;
import dev.sandboxed.cli.options.RunWords;
import dev.sandboxed.cli.options.UsageProblem;
import dev.sandboxed.cli.sessions.PastRefusals;
import dev.sandboxed.cli.sessions.SessionChoice;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.host.machine.Inside;
import dev.sandboxed.launch.Groundwork;
import dev.sandboxed.launch.PlanJson;
import dev.sandboxed.plan.FirstLaunch;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.text.Explanation;
import dev.sandboxed.plan.text.PlanText;
import dev.sandboxed.planning.Installation;
import dev.sandboxed.planning.Planning;
import dev.sandboxed.planning.PreparedLaunch;
import dev.sandboxed.planning.Request;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.state.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code sandboxed run}: plans, and has the plan executed or shows it. */
final class RunCommand {

  // The agent that takes its command from the command line.
  private static final String ANY_COMMAND = "command";

  private static final String JSON = "--json";

  private static final List<String> SHELL = List.of("$SHELL");

  private final Streams streams;
  private final Map<String, String> environment;
  private final HostProbe probe;
  private final Path workingDirectory;
  private final Installation installation;
  private final Planning drafting;
  private final Answer answer;
  private final Remembering remembering;

  RunCommand(
      Streams streams,
      Map<String, String> environment,
      HostProbe probe,
      Path workingDirectory,
      Installation installation,
      Planning drafting,
      Answer answer,
      Remembering remembering) {
    this.streams = streams;
    this.environment = environment;
    this.probe = probe;
    this.workingDirectory = workingDirectory;
    this.installation = installation;
    this.drafting = drafting;
    this.answer = answer;
    this.remembering = remembering;
  }

  /**
   * Runs with the words after {@code run}.
   *
   * @param said how many words the person said, of which the agent's are the last
   */
  int run(List<String> words, int said) {
    CommandSpec spec = RunOptions.spec();
    RunWords divided = RunWords.divide(words, spec);
    RunOptions variables =
        RunOptions.parse(OptionVariables.words(environment, spec), UsageProblem::ofVariable);
    RunOptions options = RunOptions.parse(divided.options());
    if (options.listProfiles || variables.listProfiles) {
      return profiles().list();
    }
    Optional<String> shown = first(options.showProfile, variables.showProfile);
    if (shown.isPresent()) {
      return profiles().show(shown.get());
    }
    try {
      return run(divided, said, variables, options);
    } catch (UserFailure failure) {
      if (failure.problems().stream().anyMatch(problem -> problem.code().equals("agent.unknown"))) {
        UnknownAgent.refuseProgram(
            probe.inquiry(),
            Stream.concat(divided.agent().stream(), divided.agentWords().stream()).toList(),
            "agent");
      }
      throw failure;
    }
  }

  private ProfilesCommand profiles() {
    return new ProfilesCommand(streams, probe, installation, workingDirectory);
  }

  /** Explains, with the words after {@code explain}: an agent, options of run, and the subjects. */
  int explain(List<String> said) {
    CommandSpec spec = RunOptions.spec();
    boolean json = said.stream().takeWhile(word -> !word.equals("--")).anyMatch(JSON::equals);
    List<String> words = json ? ErrorForm.without(said, JSON) : said;
    RunWords divided = RunWords.divide(words, spec);
    if (divided.agent().isEmpty() || divided.agentWords().isEmpty()) {
      throw new UserFailure(
          Problem.of(
              "option.usage",
              "explain needs an agent, and paths, variables or addresses",
              "for example: sandboxed explain claude ~/.ssh .env ANTHROPIC_API_KEY; what became of"
                  + " something in a session: sandboxed denials --about 'ERROR MESSAGE OR PATH'"));
    }
    RunOptions variables =
        RunOptions.parse(OptionVariables.words(environment, spec), UsageProblem::ofVariable);
    refuseOptions(words, divided.agentWords());
    // A command is not known here, and a shell gets what any command does.
    boolean any = divided.agent().equals(Optional.of(ANY_COMMAND));
    Request request = request(divided, variables, RunOptions.parse(divided.options()), false, any);
    explain(request, divided.agentWords(), json);
    return 0;
  }

  /** Checks, with the words after {@code check}: perhaps an agent, and options of run. */
  int check(List<String> said, CheckCommand check) {
    CommandSpec spec = RunOptions.spec();
    boolean json = said.contains(JSON);
    RunWords divided = RunWords.divide(ErrorForm.without(said, JSON), spec);
    if (!divided.agentWords().isEmpty()) {
      throw new UserFailure(
          Problem.of(
              "option.usage",
              "check starts no agent, so "
                  + Quoted.of(divided.agentWords().getFirst())
                  + " has no place",
              "sandboxed check [AGENT] [--json] [OPTION OF RUN…]"));
    }
    RunOptions variables =
        RunOptions.parse(OptionVariables.words(environment, spec), UsageProblem::ofVariable);
    boolean any = divided.agent().filter(agent -> !agent.equals(ANY_COMMAND)).isEmpty();
    boolean shell = any || !check.isHere(divided.agent().orElseThrow());
    return check.check(
        request(divided, variables, RunOptions.parse(divided.options()), false, shell), json);
  }

  /** Writes a sandbox down for a cluster, with the words after {@code export kubernetes}. */
  int export(List<String> said, KubernetesExport export) {
    KubernetesWords words = KubernetesWords.divide(said);
    RunOptions variables =
        RunOptions.parse(
            OptionVariables.words(environment, RunOptions.spec()), UsageProblem::ofVariable);
    Request request =
        request(words.run(), variables, RunOptions.parse(words.run().options()), false, false);
    return export.export(
        words,
        () -> drafting.draft(request).plan(),
        request.command().isEmpty() ? words.run().agentWords() : List.of());
  }

  /** Writes a sandbox down for a program of others, with the words after {@code export}. */
  int export(List<String> said, ExportCommand export) {
    ExportWords words = ExportWords.divide(said);
    RunOptions variables =
        RunOptions.parse(
            OptionVariables.words(environment, RunOptions.spec()), UsageProblem::ofVariable);
    Request request =
        request(words.run(), variables, RunOptions.parse(words.run().options()), true, false);
    return export.oci(
        words,
        () -> drafting.draft(request),
        draft -> Groundwork.lay(probe.inquiry(), draft.decision().preparation(), streams::say),
        request.command().isEmpty() ? words.run().agentWords() : List.of());
  }

  /**
   * Records a session to learn a profile from it, or proposes what one has needed, with the words
   * after {@code learn}.
   *
   * @param said how many words the person said, of which the agent's are the last
   */
  int learn(List<String> rest, int said, Function<LearnWords, Proposing> learning) {
    LearnWords words = LearnWords.divide(rest, installation.library(probe)::hasAgent);
    Proposing proposing = learning.apply(words);
    RunOptions variables =
        RunOptions.parse(
            OptionVariables.words(environment, RunOptions.spec()), UsageProblem::ofVariable);
    RunOptions options = RunOptions.parse(words.run().options());
    if (words.from().isPresent()) {
      Session session = proposing.session(words.from().get());
      boolean any = session.agent().equals(ANY_COMMAND);
      Request base =
          new Request(
              session.agent(),
              any ? SHELL : List.of(),
              proposing.profile(),
              Optional.of(Path.of(session.project())),
              layers(variables, options),
              false);
      Request recorded = base.recorded(proposing.profile(), proposing.recording());
      return proposing.propose(
          session, drafting.draft(base).plan(), drafting.draft(recorded).plan(), words.yes());
    }
    boolean shell = options.shell || variables.shell;
    Optional<String> dryRun = first(options.dryRun, variables.dryRun);
    Request request =
        request(words.run(), variables, options, dryRun.isEmpty(), shell)
            .recorded(proposing.profile(), proposing.recording());
    int agentWords = request.command().isEmpty() || shell ? words.run().agentWords().size() : 0;
    if (dryRun.isPresent()) {
      return show(dryRun.get(), request, said - agentWords);
    }
    PreparedLaunch draft = drafting.draft(request);
    proposing.announce(draft.plan());
    launch(draft, "learn", said - agentWords, variables, options, Optional.empty());
    return 0;
  }

  /** What looks like an option is none of the subjects, unless two dashes say so. */
  private static void refuseOptions(List<String> words, List<String> subjects) {
    int before = words.size() - subjects.size() - 1;
    if (words.get(before).equals("--")) {
      return;
    }
    subjects.stream()
        .filter(subject -> subject.startsWith("-"))
        .findFirst()
        .ifPresent(option -> {
          throw new UserFailure(
              Problem.of(
                  "option.usage",
                  Quoted.of(option) + " is no option that belongs here",
                  "options of run come before the first path; a path like that needs -- before it"));
        });
  }

  private void explain(Request request, List<String> subjects, boolean json) {
    SandboxPlan plan = drafting.draft(request).plan();
    Predicate<Path> exists = probe.inquiry()::exists;
    if (json) {
      streams
          .out()
          .println(Json.ofExplanations(Explanation.all(plan, subjects, workingDirectory, exists)));
    } else {
      streams.out().print(Explanation.of(plan, subjects, workingDirectory, exists));
      new PastRefusals(new SessionChoice(probe, workingDirectory))
          .about(subjects, plan.identity().home())
          .forEach(line -> streams.out().println(streams.called().in(line)));
    }
  }

  private int run(RunWords divided, int words, RunOptions variables, RunOptions options) {
    Optional<String> dryRun = first(options.dryRun, variables.dryRun);
    List<String> explain = options.explain.isEmpty() ? variables.explain : options.explain;
    boolean shell = options.shell || variables.shell;
    Request request =
        request(divided, variables, options, dryRun.isEmpty() && explain.isEmpty(), shell);
    int agentWords = request.command().isEmpty() || shell ? divided.agentWords().size() : 0;
    if (!explain.isEmpty()) {
      explain(request, explain, false);
      return 0;
    }
    if (dryRun.isPresent()) {
      return show(dryRun.get(), request, words - agentWords);
    }
    Inside.refuse(
        probe.inquiry(),
        "no sandbox can be made in a sandbox",
        "start the command itself, without sandboxed: it gets what this sandbox has. An MCP server"
            + " that sandboxed mcp wrap has wrapped is for programs that run outside every sandbox");
    launch(
        drafting.draft(request),
        "launch",
        words - agentWords,
        variables,
        options,
        Optional.of(divided));
    return 0;
  }

  /**
   * Has the shell that called start the agent.
   *
   * @param remembered the words, if the next launch of the same may be this one again
   */
  private void launch(
      PreparedLaunch draft,
      String action,
      int ours,
      RunOptions variables,
      RunOptions options,
      Optional<RunWords> remembered) {
    Groundwork.lay(probe.inquiry(), draft.decision().preparation(), streams::say);
    Path directory = draft.write();
    boolean quiet = options.quiet || variables.quiet;
    if (quiet) {
      // An agent working alone would carry on without a repository, and nobody would know why.
      draft.noRepository().stream().map(Remark::describe).forEach(streams::say);
    }
    if (!quiet) {
      tell(draft, options.audit || variables.audit);
    }
    SortedSet<String> given = new TreeSet<>(options.given);
    given.addAll(variables.given);
    Remembering.Given answer =
        new Remembering.Given(action, ours, String.join(" ", given), directory + "/.");
    remembered.ifPresent(divided ->
        remembering.keep(
            draft,
            divided,
            answer,
            streams,
            quiet ? "" : next(draft, options.audit || variables.audit)));
    answer(answer);
  }

  /**
   * Tells the person what the agent gets. In short only on a terminal, and only what they were told
   * there in full: anything else may be a log, which nobody has seen.
   */
  private void tell(PreparedLaunch draft, boolean whole) {
    if (draft.firstEver()) {
      streams.err().print(FirstLaunch.of(draft.plan(), draft.decision().state()));
    }
    if (!streams.terminal()) {
      streams.err().print(PlanText.audit(draft.plan()));
      return;
    }
    AuditScreen screen = new AuditScreen(new Colours(environment), streams.columns());
    boolean known = draft.isKnown();
    streams
        .err()
        .print(known && !whole ? screen.unchanged(draft.plan()) : screen.whole(draft.plan()));
    if (!known && !streams.err().checkError()) {
      draft.remember();
    }
  }

  /** What the next launch of the same plan tells. */
  private String next(PreparedLaunch draft, boolean whole) {
    if (!streams.terminal()) {
      return PlanText.audit(draft.plan());
    }
    AuditScreen screen = new AuditScreen(new Colours(environment), streams.columns());
    return whole ? screen.whole(draft.plan()) : screen.unchanged(draft.plan());
  }

  private Request request(
      RunWords divided, RunOptions variables, RunOptions options, boolean fetch, boolean shell) {
    String agent = divided.agent().orElse(ANY_COMMAND);
    boolean any = agent.equals(ANY_COMMAND);
    List<String> command = any ? divided.agentWords() : List.of();
    if (any && command.isEmpty() && !shell) {
      throw new UserFailure(
          Problem.of(
              "option.no-agent",
              "run needs an agent or a command",
              "write sandboxed run claude, or sandboxed run -- COMMAND. See sandboxed run --help"));
    }
    return new Request(
        agent,
        shell ? SHELL : command,
        first(options.profile, variables.profile).orElse("default"),
        first(options.project, variables.project),
        layers(variables, options),
        fetch);
  }

  private List<Layer> layers(RunOptions variables, RunOptions options) {
    return List.of(
        OptionLayer.layer(
            "variables",
            variables,
            workingDirectory,
            option -> new Origin.Variable(OptionVariables.of(option))),
        OptionLayer.layer(
            "command line",
            options,
            workingDirectory,
            option -> new Origin.CommandLine("--" + option)));
  }

  private int show(String form, Request request, int ours) {
    switch (form) {
      case "text" ->
          streams.out().print(PlanText.full(drafting.draft(request).plan(), streams.called()::in));
      case "json" -> {
        PreparedLaunch draft = drafting.draft(request);
        streams.out().print(PlanJson.of(draft.plan(), draft.tools(), remembering.questions()));
      }
      case "argv" ->
          answer(new Remembering.Given("print", ours, "", drafting.draft(request).write() + "/."));
      default ->
          throw new UserFailure(
              Problem.of(
                  "option.unknown-word",
                  "--dry-run cannot print \"" + form + "\"",
                  "choose text, json or argv"));
    }
    return 0;
  }

  /**
   * Answers in the form that src/main/bash/front reads; the dot keeps a newline at the end of a
   * path.
   */
  private void answer(Remembering.Given given) {
    answer.give(
        String.join(
            "\n",
            given.action(),
            Integer.toString(given.ours()),
            given.options(),
            given.directory()));
  }

  private static <T> Optional<T> first(@Nullable T option, @Nullable T variable) {
    return RunOptions.given(option).or(() -> RunOptions.given(variable));
  }
}
