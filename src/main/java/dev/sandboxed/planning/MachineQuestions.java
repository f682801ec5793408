package dev.sandboxed.planning;

import dev.sandboxed.agent.FoundAgent;
import dev.sandboxed.files.BackgroundAnswer;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.follow.FollowProbe;
import dev.sandboxed.follow.Followed;
import dev.sandboxed.git.GitEnvironment;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.git.RecordProbe;
import dev.sandboxed.git.RepositoryProbe;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.host.LoginFact;
import dev.sandboxed.host.LoginProbe;
import dev.sandboxed.host.NetworkFacts;
import dev.sandboxed.host.NetworkProbe;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.host.survey.FileProbe;
import dev.sandboxed.host.survey.ProjectSurvey;
import dev.sandboxed.host.tools.PersonToolsProbe;
import dev.sandboxed.policy.Policy;
import dev.sandboxed.policy.Settings;
import dev.sandboxed.policy.paths.PathVariables;
import dev.sandboxed.problem.Findings;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.state.GitCopies;
import dev.sandboxed.state.Instances;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one plan needs to know from this machine, once its layers are known. */
final class MachineQuestions {

  private final Inquiry inquiry;
  private final HostProbe probe;
  private final HostFacts host;
  private final ProjectDecisions says;
  private final Path workingDirectory;
  private final Audience audience;
  private final Programs tools;

  MachineQuestions(
      HostProbe probe,
      HostFacts host,
      ProjectDecisions says,
      Path workingDirectory,
      Audience audience) {
    this.inquiry = probe.inquiry();
    this.probe = probe;
    this.host = host;
    this.says = says;
    this.workingDirectory = workingDirectory;
    this.audience = audience;
    this.tools = probe.tools(host.project().directory());
  }

  /**
   * Looks at everything that a plan of these layers depends on.
   *
   * @param findings what was wrong before; all of it is reported here at the latest
   */
  Answers answers(
      Request request, LayerStack stack, Supplier<List<String>> steering, Findings findings) {
    Settings settings = stack.settings();
    // ip takes about as long as all the looking done in the meantime.
    BackgroundAnswer<Optional<NetworkFacts>> surroundings =
        BackgroundAnswer.begin(() -> surroundings(settings, tools));
    Optional<GitFacts> git = findings.of(() -> git());
    Optional<Followed> followed = findings.of(() -> followed(stack.agent()));
    Optional<Policy> policy =
        git.flatMap(facts ->
            followed.flatMap(named -> findings.of(() -> stack.policy(host, facts, named))));
    Optional<FileFacts> files = policy.flatMap(rules -> findings.of(() -> files(rules)));
    BooleanSupplier nothingWrong =
        () -> {
          findings.of(surroundings::answer);
          return findings.none();
        };
    StoreQuestions store = new StoreQuestions(probe, host, audience);
    // Nix may take minutes, and needs bubblewrap.
    boolean asksNix = settings.devShell().isPresent() || !settings.packages().isEmpty();
    Optional<NixAnswers> nix =
        !asksNix || nothingWrong.getAsBoolean()
            ? findings.of(() -> store.answers(settings, steering))
            : Optional.empty();
    Optional<FoundAgent> found =
        nix.flatMap(answers ->
            findings.of(() ->
                agent(policy)
                    .find(
                        request, stack.agent(), nothingWrong, inFront(policy, answers, settings))));
    Optional<Optional<NetworkFacts>> network = findings.of(surroundings::answer);
    if (!findings.none()) {
      files.ifPresent(seen -> findings.run(() -> policy.orElseThrow().checkPaths(seen)));
    }
    findings.check();
    return new Answers(
        host,
        git.orElseThrow(),
        followed.orElseThrow(),
        withTools(files.orElseThrow(), found.orElseThrow()),
        network.orElseThrow(),
        nix.orElseThrow(),
        kept(stack.agent(), policy.orElseThrow()),
        found.orElseThrow(),
        store);
  }

  private GitFacts git() {
    return RepositoryProbe.look(
        host.project(),
        says.pointer(),
        says.repositoryAccepted(),
        tools,
        new GitEnvironment(
            host.person().home(), host.environment().gitConfiguration(), gitVariables()));
  }

  /** What the person's files of the agent name. */
  private Followed followed(AgentDefinition agent) {
    PathVariables places = new PathVariables(host);
    Map<AgentDefinition.Follow, Path> rules = new LinkedHashMap<>();
    agent
        .follow()
        .forEach(rule ->
            rules.put(rule, Path.of(places.expand(rule.file().value(), rule.file().origin()))));
    return FollowProbe.look(
        Programs.on(inquiry, probe.path()),
        host.person().home(),
        host.project().directory(),
        rules);
  }

  private FileFacts files(Policy policy) {
    ProjectSurvey survey = ProjectSurvey.begin(tools, policy.survey());
    FileProbe looking = new FileProbe(inquiry);
    FileFacts files = looking.look(policy.paths(), policy.linkingPaths(), policy.globs(), survey);
    return files
        .with(looking.doubts(files, probe.trusted().written(), host.project().directory()))
        .with(
            RecordProbe.look(
                    inquiry,
                    looking.certificates(files, policy.certificateGlobs()),
                    policy.maskable(files))
                .with(
                    looking.closedDevices(files, policy.devices()),
                    looking.texts(files, policy.partlyMasked())));
  }

  private AgentSearch agent(Optional<Policy> policy) {
    List<Path> writable = policy.map(Policy::writable).orElse(List.of());
    return new AgentSearch(probe, host, writable, workingDirectory, audience);
  }

  /** The programs that come before this machine's inside. */
  private Programs inFront(Optional<Policy> policy, NixAnswers nix, Settings settings) {
    List<Path> ofLayers = policy.map(Policy::programDirectories).orElse(List.of());
    Stream<Path> ofTheStore = nix.path(settings, host.project().directory()).stream().map(Path::of);
    return Programs.in(inquiry, Stream.concat(ofLayers.stream(), ofTheStore).toList());
  }

  private FileFacts withTools(FileFacts files, FoundAgent found) {
    return files.with(
        PersonToolsProbe.look(inquiry, probe.path())
            .bringing(found.command().directories(inquiry::isDirectory)));
  }

  /** Looks only where the result counts, because looking takes time. */
  static Optional<NetworkFacts> surroundings(Settings settings, Programs programs) {
    return switch (settings.tier().value()) {
      case INTERNET_ONLY -> Optional.of(new NetworkProbe(programs).probe());
      case FULL, NONE -> Optional.empty();
    };
  }

  private Map<String, String> gitVariables() {
    return inquiry.variableNames().stream()
        .filter(name -> name.startsWith("GIT_CONFIG_"))
        .collect(Collectors.toMap(name -> name, name -> inquiry.variable(name).orElse("")));
  }

  private Answers.Kept kept(AgentDefinition agent, Policy policy) {
    Map<Path, LoginFact> logins = new TreeMap<>();
    policy
        .logins()
        .forEach((file, expires) -> logins.put(file, LoginProbe.look(inquiry, file, expires)));
    Instances instances = new Instances(host.toolDirectories().state());
    return new Answers.Kept(
        instances.ofProject(host.project().directory(), agent.name()),
        instances.shared(agent.name()),
        new GitCopies(host.toolDirectories().state()).of(host.project().directory()),
        says.ownRepository(),
        logins,
        inquiry.now());
  }
}
