package dev.sandboxed.planning;

import dev.sandboxed.agent.FoundAgent;
import dev.sandboxed.files.BackgroundAnswer;
import dev.sandboxed.files.Inquiry;
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
import dev.sandboxed.launch.LaunchTools;
import dev.sandboxed.policy.Policy;
import dev.sandboxed.policy.Settings;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.state.Instances;
import dev.sandboxed.state.StateDirectory;
import java.nio.file.Path;
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

  private final Inquiry inquiry;
  private final HostProbe probe;
  private final Installation installation;
  private final Path workingDirectory;
  private final Audience audience;

  /**
   * Planning on this host.
   *
   * @param inquiry answers everything that a plan depends on
   * @param audience where slow steps are announced
   */
  public Planning(
      Inquiry inquiry, Installation installation, Path workingDirectory, Audience audience) {
    this.inquiry = inquiry;
    this.probe = new HostProbe(inquiry);
    this.installation = installation;
    this.workingDirectory = workingDirectory;
    this.audience = audience;
  }

  /**
   * Makes the plan of one launch.
   *
   * @throws UserFailure with everything that prevents it
   */
  public PreparedLaunch draft(Request request) {
    options().forEach(inquiry::variable);
    // It takes two programs and a real sandbox, about as long as everything read in the meantime.
    BackgroundAnswer<Bubblewrap> bubblewrap =
        BackgroundAnswer.begin(
            () -> probe.bubblewrap(probe.project(workingDirectory, request.project()).directory()));
    ProfileLibrary library = installation.library(probe);
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
    ProjectDecisions says =
        ProjectDecisions.of(inquiry, host.project(), host.toolDirectories().state());
    List<Profile> layers =
        Stream.concat(chain.orElseThrow().stream(), says.profiles().stream()).toList();
    return draft(
        request,
        host,
        new LayerStack(agent.orElseThrow(), layers, request.layers(), says.notRead()),
        says,
        library::steering);
  }

  /** Variables that stand for options: what they say is in the request already. */
  private List<String> options() {
    return names("SANDBOXED_");
  }

  private Map<String, String> gitVariables() {
    return names("GIT_CONFIG_").stream()
        .collect(Collectors.toMap(name -> name, name -> inquiry.variable(name).orElse("")));
  }

  private List<String> names(String prefix) {
    return inquiry.variableNames().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  private PreparedLaunch draft(
      Request request,
      HostFacts host,
      LayerStack stack,
      ProjectDecisions says,
      Supplier<List<String>> steering) {
    Answers answers = ask(request, host, stack, says, steering);
    Decision decision = Decision.of(stack, answers);
    LaunchTools tools =
        new LaunchTools(
            host.bubblewrap().program(),
            ProjectSurvey.find(tools(host)),
            host.bubblewrap().unshare(),
            answers.network().map(NetworkFacts::tools),
            TrailTools.among(tools(host)),
            StreamTools.among(tools(host)));
    boolean firstEver = !new StateDirectory(host.toolDirectories().state()).knowsOfLaunches();
    return new PreparedLaunch(decision, tools, firstEver, says.noRepository());
  }

  /** Looks at everything that a plan of these layers depends on. */
  private Answers ask(
      Request request,
      HostFacts host,
      LayerStack stack,
      ProjectDecisions says,
      Supplier<List<String>> steering) {
    GitFacts git =
        RepositoryProbe.look(
            host.project(),
            says.pointer(),
            says.repositoryAccepted(),
            tools(host),
            new GitEnvironment(
                host.person().home(), host.environment().gitConfiguration(), gitVariables()));
    Policy policy = stack.policy(host, git);
    Settings settings = policy.settings();
    // ip takes about as long as all the looking done in the meantime.
    BackgroundAnswer<Optional<NetworkFacts>> network =
        BackgroundAnswer.begin(() -> surroundings(settings, host));
    ProjectSurvey survey = ProjectSurvey.begin(tools(host), policy.survey());
    FileFacts files =
        new FileProbe(inquiry).look(policy.paths(), policy.linkingPaths(), policy.globs(), survey);
    StoreQuestions store = new StoreQuestions(probe, host, audience);
    NixAnswers nix = store.answers(settings, steering);
    Programs ofTheStore =
        Programs.on(inquiry, String.join(":", nix.path(settings, host.project().directory())));
    FoundAgent found =
        new AgentSearch(probe, host, workingDirectory, audience)
            .find(request, stack.agent(), ofTheStore);
    return new Answers(
        host,
        git,
        files,
        network.answer(),
        nix,
        kept(host, stack.agent(), policy, says),
        found,
        store);
  }

  /** Looks only where the result counts, because looking takes time. */
  private Optional<NetworkFacts> surroundings(Settings settings, HostFacts host) {
    return switch (settings.tier().value()) {
      case INTERNET_ONLY -> Optional.of(new NetworkProbe(tools(host)).probe());
      case FULL, NONE -> Optional.empty();
    };
  }

  private Programs tools(HostFacts host) {
    return probe.tools(host.project().directory());
  }

  private Answers.Kept kept(
      HostFacts host, AgentDefinition agent, Policy policy, ProjectDecisions says) {
    Map<Path, LoginFact> logins = new TreeMap<>();
    policy
        .logins()
        .forEach((file, expires) -> logins.put(file, LoginProbe.look(inquiry, file, expires)));
    Instances instances = new Instances(host.toolDirectories().state());
    return new Answers.Kept(
        instances.ofProject(host.project().directory(), agent.name()),
        instances.shared(agent.name()),
        says.ownRepository(),
        logins,
        inquiry.now());
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
