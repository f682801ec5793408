package dev.sandboxed.planning;

import dev.sandboxed.files.BackgroundAnswer;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.host.Bubblewrap;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.host.NetworkFacts;
import dev.sandboxed.host.Project;
import dev.sandboxed.host.StreamTools;
import dev.sandboxed.host.TrailTools;
import dev.sandboxed.host.survey.ProjectSurvey;
import dev.sandboxed.launch.LaunchTools;
import dev.sandboxed.launch.ObserveTools;
import dev.sandboxed.learn.view.LearningView;
import dev.sandboxed.policy.KeptFacts;
import dev.sandboxed.policy.Settings;
import dev.sandboxed.problem.Findings;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.state.StateDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
    Findings findings = new Findings();
    ProfileLibrary library = installation.library(probe);
    Optional<AgentDefinition> agent = findings.of(() -> library.agent(request.agent()));
    Optional<Project> project =
        findings.of(() -> probe.project(workingDirectory, request.project()));
    Optional<List<Profile>> chain =
        findings.of(() ->
            Installation.chain(
                library,
                probe,
                request.profile(),
                workingDirectory,
                project.map(Project::directory).orElse(workingDirectory)));
    Optional<HostFacts> host =
        project.flatMap(found -> findings.of(() -> host(found, bubblewrap, findings)));
    Optional<ProjectDecisions> says =
        project.flatMap(found ->
            findings.of(
                () -> ProjectDecisions.of(inquiry, found, probe.toolDirectories().state())));
    if (agent.isEmpty() || chain.isEmpty() || host.isEmpty() || says.isEmpty()) {
      // The layers that can be read may still say which programs are needed.
      Settings known = Settings.of(request.layers());
      project.ifPresent(found ->
          findings.of(() -> MachineQuestions.surroundings(known, probe.tools(found.directory()))));
      findings.of(bubblewrap::answer);
      findings.check();
    }
    List<Profile> said =
        Stream.concat(chain.orElseThrow().stream(), says.orElseThrow().profiles().stream())
            .toList();
    List<Profile> layers =
        request.learning()
            ? new LearningView(
                    inquiry,
                    installation.neverShown(inquiry),
                    installation.shownNames(inquiry),
                    host.orElseThrow())
                .below(agent.orElseThrow(), said, request.layers())
            : said;
    LayerStack named =
        new LayerStack(agent.orElseThrow(), layers, request.layers(), says.orElseThrow().notRead());
    Optional<LayerStack> hosts = findings.of(() -> named.withHosts(library));
    if (hosts.isEmpty()) {
      findings.check();
    }
    LayerStack stack = hosts.orElseThrow();
    return draft(
        request, host.orElseThrow(), stack, says.orElseThrow(), library::steering, findings);
  }

  private HostFacts host(
      Project project, BackgroundAnswer<Bubblewrap> bubblewrap, Findings findings) {
    return probe.probe(
        installation.home(),
        project,
        () -> findings.of(bubblewrap::answer).orElse(Bubblewrap.NONE));
  }

  /** Variables that stand for options: what they say is in the request already. */
  private List<String> options() {
    return names("SANDBOXED_");
  }

  private List<String> names(String prefix) {
    return inquiry.variableNames().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  private PreparedLaunch draft(
      Request request,
      HostFacts host,
      LayerStack stack,
      ProjectDecisions says,
      Supplier<List<String>> steering,
      Findings findings) {
    Programs programs = tools(host);
    Optional<Path> find = findings.of(() -> ProjectSurvey.find(programs));
    Optional<TrailTools> trail = findings.of(() -> TrailTools.among(programs));
    Optional<StreamTools> streams = findings.of(() -> StreamTools.among(programs));
    Optional<ObserveTools> observe =
        stack.settings().observing().flatMap(_ -> findings.of(() -> ObserveTools.among(programs)));
    Answers answers =
        new MachineQuestions(probe, host, says, workingDirectory, audience)
            .answers(request, stack, steering, findings);
    Decision decision = Decision.of(stack, answers);
    LaunchTools tools =
        new LaunchTools(
            host.bubblewrap().program(),
            find.orElseThrow(),
            host.bubblewrap().unshare(),
            host.bubblewrap().perl(),
            answers.network().map(NetworkFacts::tools),
            trail.orElseThrow(),
            streams.orElseThrow(),
            observe);
    boolean firstEver = !new StateDirectory(host.toolDirectories().state()).knowsOfLaunches();
    return new PreparedLaunch(
        decision,
        tools,
        firstEver,
        says.noRepository(),
        KeptFacts.until(answers.kept().logins().values(), answers.kept().now()));
  }

  private Programs tools(HostFacts host) {
    return probe.tools(host.project().directory());
  }
}
