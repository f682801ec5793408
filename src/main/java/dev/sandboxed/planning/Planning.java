package dev.sandboxed.planning;

import dev.sandboxed.agent.AgentFinder;
import dev.sandboxed.agent.FoundAgent;
import dev.sandboxed.agent.NpmAgents;
import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.files.BackgroundAnswer;
import dev.sandboxed.files.FileFact;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.Programs;
import dev.sandboxed.git.GitEnvironment;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.git.RepositoryProbe;
import dev.sandboxed.host.Bubblewrap;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.host.LoginFact;
import dev.sandboxed.host.LoginProbe;
import dev.sandboxed.host.NetworkFacts;
import dev.sandboxed.host.NetworkProbe;
import dev.sandboxed.host.StreamTools;
import dev.sandboxed.host.TrailTools;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.host.survey.FileProbe;
import dev.sandboxed.host.survey.ProjectSurvey;
import dev.sandboxed.launch.HookBash;
import dev.sandboxed.launch.LaunchTools;
import dev.sandboxed.plan.AgentCommand;
import dev.sandboxed.plan.Planner;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.StoreMounts;
import dev.sandboxed.policy.KeptFacts;
import dev.sandboxed.policy.Policy;
import dev.sandboxed.policy.ResolvedPolicy;
import dev.sandboxed.policy.Settings;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.state.Instances;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes a profile from TOML to a plan: reads the layers, looks at the host, asks Nix, decides,
 * plans. Starts nothing that belongs to the agent and writes nothing except what Nix answered.
 */
public final class Planning {

  private final Map<String, String> environment;
  private final Installation installation;
  private final Path workingDirectory;
  private final Audience audience;
  private final InstantSource clock;

  /**
   * A drafting table on this host.
   *
   * @param environment the environment of this process
   * @param audience where slow steps are announced
   * @param clock shows whether a login is about to expire
   */
  public Planning(
      Map<String, String> environment,
      Installation installation,
      Path workingDirectory,
      Audience audience,
      InstantSource clock) {
    this.environment = Map.copyOf(environment);
    this.installation = installation;
    this.workingDirectory = workingDirectory;
    this.audience = audience;
    this.clock = clock;
  }

  /**
   * Makes the plan of one launch.
   *
   * @throws UserFailure with everything that prevents it
   */
  public PreparedLaunch draft(Request request) {
    HostProbe probe = new HostProbe(environment);
    // It takes two programs and a real sandbox, about as long as everything read in the meantime.
    BackgroundAnswer<Bubblewrap> bubblewrap =
        BackgroundAnswer.begin(
            () -> probe.bubblewrap(probe.project(workingDirectory, request.project()).directory()));
    ProfileLibrary library = installation.library(probe.toolDirectories());
    List<Problem> problems = new ArrayList<>();
    Optional<AgentDefinition> agent = collect(problems, () -> library.agent(request.agent()));
    Optional<List<Profile>> chain =
        collect(problems, () -> library.profileChain(request.profile()));
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
    HostFacts host =
        probe.probe(
            installation.home(),
            probe.project(workingDirectory, request.project()),
            bubblewrap::answer);
    ProjectDecisions says = ProjectDecisions.of(host.project(), host.toolDirectories().state());
    List<Profile> layers =
        Stream.concat(chain.orElseThrow().stream(), says.profiles().stream()).toList();
    return draft(request, host, library, agent.orElseThrow(), layers, says);
  }

  private PreparedLaunch draft(
      Request request,
      HostFacts host,
      ProfileLibrary library,
      AgentDefinition agent,
      List<Profile> chain,
      ProjectDecisions says) {
    GitFacts git =
        RepositoryProbe.look(
            host.project(),
            says.pointer(),
            says.repositoryAccepted(),
            tools(host),
            new GitEnvironment(host.person().home(), host.gitConfiguration(), environment));
    Policy policy = Policy.of(host, git, agent, chain, request.layers());
    Settings settings = policy.settings();
    // ip takes about as long as all the looking done in the meantime.
    BackgroundAnswer<Optional<NetworkFacts>> asked =
        BackgroundAnswer.begin(() -> surroundings(settings, host));
    ProjectSurvey survey = ProjectSurvey.begin(tools(host), policy.survey());
    FileFacts files =
        new FileProbe().look(policy.paths(), policy.linkingPaths(), policy.globs(), survey);
    StoreQuestions store = new StoreQuestions(environment, host, audience);
    ForwardedShell shell = store.devShell(settings, library::steering);
    List<Policy.NixPackage> packages = store.packages(settings);
    FoundAgent found = agent(request, host, agent, ofTheStore(shell, packages));
    Optional<NetworkFacts> surroundings = asked.answer();
    ResolvedPolicy resolved =
        policy.resolve(
            files, shell, packages, kept(host, agent, policy, says.notRead()), surroundings);
    AgentCommand command =
        resolved.hook().isPresent()
            ? found.command().after(HookBash.of(resolved.environment()))
            : found.command();
    StoreMounts mounts = store.closure(there(resolved.storeRoots()), found.storePaths());
    SandboxPlan plan = Planner.plan(resolved, command, mounts);
    LaunchTools tools =
        new LaunchTools(
            host.bubblewrap().program(),
            ProjectSurvey.find(tools(host)),
            host.bubblewrap().unshare(),
            surroundings.map(NetworkFacts::tools),
            TrailTools.among(tools(host)),
            StreamTools.among(tools(host)));
    return new PreparedLaunch(
        plan,
        tools,
        host.toolDirectories(),
        resolved.state(),
        says.ownRepository(),
        says.noRepository());
  }

  /** The roots without the optional ones that do not exist. */
  private static List<StoreRoot> there(List<StoreRoot> roots) {
    return roots.stream()
        .filter(root ->
            root.required()
                || PathProbe.look(Path.of(root.path().path())).kind() != FileFact.Kind.MISSING)
        .toList();
  }

  /** Looks only where the result counts, because looking takes time. */
  private Optional<NetworkFacts> surroundings(Settings settings, HostFacts host) {
    return switch (settings.tier().value()) {
      case INTERNET_ONLY -> Optional.of(new NetworkProbe(tools(host)).probe());
      case FULL, NONE -> Optional.empty();
    };
  }

  private Programs tools(HostFacts host) {
    return new HostProbe(environment).tools(host.project().directory());
  }

  /** The programs that come before this machine's inside the sandbox. */
  private static Programs ofTheStore(ForwardedShell shell, List<Policy.NixPackage> packages) {
    Stream<String> packaged = packages.stream().flatMap(added -> added.programs().stream());
    return Programs.on(
        Stream.concat(packaged, shell.path().stream()).collect(Collectors.joining(":")));
  }

  private FoundAgent agent(
      Request request, HostFacts host, AgentDefinition agent, Programs ofTheStore) {
    Programs onPath = Programs.on(new HostProbe(environment).path());
    Path project = host.project().directory();
    AgentFinder finder = new AgentFinder(onPath, project, personal(host));
    List<String> words = words(request, host, agent);
    NpmAgents npm = new NpmAgents(host.toolDirectories().data(), onPath.outside(project));
    if (!request.command().isEmpty()) {
      // Only the program: whatever is started to find it, such as a version manager, is this
      // machine's.
      String name = words.getFirst();
      Optional<Path> inside = name.contains("/") ? Optional.empty() : ofTheStore.find(name);
      List<String> named = new ArrayList<>(words);
      inside.ifPresent(program -> named.set(0, program.toString()));
      return finder.find(named, workingDirectory).orElseThrow(() -> notFound(name));
    }
    return finder
        .find(words, workingDirectory)
        .or(() -> npm.find(agent, finder))
        .or(() -> fetched(request, agent, npm, finder))
        .orElseThrow(() -> notFound(words.getFirst()));
  }

  private static List<String> words(Request request, HostFacts host, AgentDefinition agent) {
    boolean asked = !request.command().isEmpty();
    List<String> words = new ArrayList<>(asked ? request.command() : agent.command().value());
    words.replaceAll(word -> word.equals("$SHELL") ? host.person().shell().toString() : word);
    Path provided = asked ? null : host.provided().agents().get(agent.name());
    if (provided != null) {
      words.set(0, provided.toString());
    }
    return words;
  }

  private static List<Path> personal(HostFacts host) {
    Path home = host.person().home();
    return Stream.of(
            Stream.of(home, home.resolve(".local/share")),
            host.xdg().values().stream(),
            host.toolDirectories().all().stream())
        .flatMap(paths -> paths)
        .map(path -> PathProbe.look(path).real())
        .toList();
  }

  private Optional<FoundAgent> fetched(
      Request request, AgentDefinition agent, NpmAgents npm, AgentFinder finder) {
    if (agent.install().isEmpty()) {
      return Optional.empty();
    }
    if (!request.fetch()) {
      return npm.planned(agent);
    }
    npm.install(agent, agent.install().orElseThrow(), audience::say);
    return npm.find(agent, finder);
  }

  private static UserFailure notFound(String program) {
    return new UserFailure(
        UserFailure.NOT_FOUND,
        List.of(
            Problem.of(
                "agent.not-found",
                program + ": command not found",
                "install it, or give its path")));
  }

  private KeptFacts kept(
      HostFacts host, AgentDefinition agent, Policy policy, List<String> notRead) {
    Map<Path, LoginFact> logins = new TreeMap<>();
    policy.logins().forEach((file, expires) -> logins.put(file, LoginProbe.look(file, expires)));
    return new KeptFacts(
        instance(host, agent, policy.settings()), logins, clock.instant(), notRead);
  }

  private static Optional<Path> instance(HostFacts host, AgentDefinition agent, Settings settings) {
    Instances instances = new Instances(host.toolDirectories().state());
    return switch (settings.state().value()) {
      case PROJECT -> Optional.of(instances.ofProject(host.project().directory(), agent.name()));
      case SHARED -> Optional.of(instances.shared(agent.name()));
      case EPHEMERAL -> Optional.empty();
    };
  }

  private static <T> Optional<T> collect(List<Problem> problems, Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (UserFailure failure) {
      problems.addAll(failure.problems());
      return Optional.empty();
    }
  }
}
