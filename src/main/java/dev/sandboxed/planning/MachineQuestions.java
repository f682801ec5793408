package dev.sandboxed.planning;

import dev.sandboxed.agent.FoundAgent;
import dev.sandboxed.editor.Editors;
import dev.sandboxed.files.BackgroundAnswer;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.MovedPlaces;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.Programs;
import dev.sandboxed.follow.FollowProbe;
import dev.sandboxed.follow.Followed;
import dev.sandboxed.follow.MovedProbe;
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
import dev.sandboxed.host.machine.LimitMeans;
import dev.sandboxed.host.machine.LimitProbe;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.host.survey.FileProbe;
import dev.sandboxed.host.survey.ProjectSurvey;
import dev.sandboxed.host.tools.PersonToolsProbe;
import dev.sandboxed.opening.look.OpeningProbe;
import dev.sandboxed.opening.rules.Opened;
import dev.sandboxed.policy.Policy;
import dev.sandboxed.policy.Settings;
import dev.sandboxed.policy.copy.WorkingCopy;
import dev.sandboxed.policy.paths.PathVariables;
import dev.sandboxed.problem.Findings;
import dev.sandboxed.problem.Located;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.TierName;
import dev.sandboxed.profile.limits.LimitsRequest;
import dev.sandboxed.state.GitCopies;
import dev.sandboxed.state.Instances;
import dev.sandboxed.state.Snapshots;
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
    Opened opened = opened(settings, stack.placeOfSockets());
    Optional<Followed> followed = findings.of(() -> followed(stack.agent(), opened));
    Optional<Editors> editors =
        followed.flatMap(named ->
            findings.of(() ->
                EditorQuestions.editors(probe, host, stack.agent(), settings, named.moved())));
    Optional<Policy> policy =
        git.flatMap(facts ->
            followed.flatMap(named ->
                editors.flatMap(found ->
                    findings.of(() -> stack.with(opened).policy(host, facts, named, found)))));
    Optional<FileFacts> files =
        policy.flatMap(rules -> findings.of(() -> files(rules, followed.orElseThrow().moved())));
    BooleanSupplier nothingWrong =
        () -> {
          findings.of(surroundings::answer);
          return findings.none();
        };
    StoreQuestions store = new StoreQuestions(probe, host, audience);
    // Nix may take minutes, and needs bubblewrap.
    Optional<NixAnswers> nix =
        !asksNix(settings) || nothingWrong.getAsBoolean()
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
        editors.orElseThrow(),
        opened,
        withTools(files.orElseThrow(), found.orElseThrow()),
        network.orElseThrow(),
        limits(settings.limits()),
        nix.orElseThrow(),
        kept(policy.orElseThrow()),
        found.orElseThrow(),
        store);
  }

  private static boolean asksNix(Settings settings) {
    return settings.devShell().isPresent() || !settings.packages().isEmpty();
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

  /** What the layers open by its name. */
  private Opened opened(Settings settings, Path inside) {
    return new Opened(
        settings.openings(),
        OpeningProbe.look(
            inquiry,
            settings.openings().keySet(),
            host.person().home(),
            Optional.ofNullable(host.environment().xdg().get("XDG_RUNTIME_DIR")),
            inside));
  }

  /** What the person's files of the agent name. */
  private Followed followed(AgentDefinition agent, Opened opened) {
    PathVariables places = new PathVariables(host);
    MovedPlaces moved = moved(agent, places);
    Map<AgentDefinition.Follow, Path> rules = new LinkedHashMap<>();
    agent
        .follow()
        .forEach(rule ->
            rules.put(rule, Path.of(places.expand(rule.file().value(), rule.file().origin()))));
    Followed named =
        FollowProbe.look(
            Programs.on(inquiry, probe.path()),
            host.person().home(),
            host.project().directory(),
            moved,
            rules);
    return new Followed(named.mentions(), named.leftOut(), opened.moved(named.moved()));
  }

  private MovedPlaces moved(AgentDefinition agent, PathVariables places) {
    Map<AgentDefinition.Moved, Path> rules = new LinkedHashMap<>();
    agent.state().stream()
        .flatMap(state -> state.moved().stream())
        .forEach(rule ->
            rules.put(rule, Path.of(places.expand(rule.place().value(), rule.place().origin()))));
    return MovedProbe.look(
        inquiry,
        new MovedProbe.Places(
            host.person().home(),
            host.project().directory(),
            Stream.concat(host.toolDirectories().all().stream(), host.own().unmoved().stream())
                .toList(),
            rules.isEmpty() ? List.of() : probe.trusted().written()),
        rules);
  }

  private FileFacts files(Policy policy, MovedPlaces moved) {
    ProjectSurvey survey = ProjectSurvey.begin(tools, policy.survey());
    FileProbe looking = new FileProbe(inquiry, moved);
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
    TierName tier = settings.tier().value();
    return switch (tier) {
      case INTERNET_ONLY -> Optional.of(new NetworkProbe(programs, tier.word(), false).probe());
      case ALLOWLIST -> Optional.of(new NetworkProbe(programs, tier.word(), true).probe());
      case FULL, NONE -> Optional.empty();
    };
  }

  private LimitMeans limits(LimitsRequest asked) {
    return LimitProbe.look(
        tools,
        host.person().uid(),
        host.bubblewrap().unshare().isPresent(),
        new LimitProbe.Wanted(
            asked.tasks().isPresent(),
            asked.memory().isPresent() || asked.cpu().isPresent(),
            asked.runtime().isPresent()));
  }

  private Map<String, String> gitVariables() {
    return inquiry.variableNames().stream()
        .filter(name -> name.startsWith("GIT_CONFIG_"))
        .collect(Collectors.toMap(name -> name, name -> inquiry.variable(name).orElse("")));
  }

  private WorkingCopy snapshot(Located<Layer.ProjectRequest.Snapshot> wanted) {
    // A link could lead into the project, and no layer may lie in what it is laid over.
    Snapshots kept = new Snapshots(PathProbe.look(inquiry, host.toolDirectories().state()).real());
    Snapshots.Chosen chosen =
        kept.choose(
            inquiry,
            host.project().directory(),
            switch (wanted.value()) {
              case Layer.ProjectRequest.Snapshot.Open(), Layer.ProjectRequest.Snapshot.None() ->
                  Snapshots.Wanted.OPEN;
              case Layer.ProjectRequest.Snapshot.New() -> Snapshots.Wanted.NEW;
              case Layer.ProjectRequest.Snapshot.Named(String name) ->
                  new Snapshots.Wanted(name, false);
            });
    return new WorkingCopy(chosen.name(), chosen.directory(), chosen.begun(), wanted.origin());
  }

  private Answers.Kept kept(Policy policy) {
    Map<Path, LoginFact> logins = new TreeMap<>();
    policy
        .logins()
        .forEach((file, expires) -> {
          LoginFact login = LoginProbe.look(inquiry, file, expires);
          logins.put(file, login);
          logins.put(PathProbe.look(inquiry, file).real(), login);
        });
    Instances instances = new Instances(host.toolDirectories().state());
    return new Answers.Kept(
        instances.ofProject(host.project().directory(), policy.keptAs()),
        instances.shared(policy.keptAs()),
        new GitCopies(host.toolDirectories().state()).of(host.project().directory()),
        says.ownRepository(),
        policy.settings().snapshot().map(this::snapshot),
        logins,
        inquiry.now());
  }
}
