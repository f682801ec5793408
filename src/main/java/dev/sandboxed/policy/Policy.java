package dev.sandboxed.policy;

import com.fasterxml.jackson.core.JsonPointer;
import dev.sandboxed.environment.Environment;
import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.environment.PassRules;
import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.files.FileFact;
import dev.sandboxed.follow.Followed;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.git.GitFile;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.NetworkFacts;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.host.survey.SurveyScope;
import dev.sandboxed.network.InternetOnlyRules;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.policy.paths.BaseSystem;
import dev.sandboxed.policy.paths.Devices;
import dev.sandboxed.policy.paths.FollowedPaths;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.policy.paths.ManagedFiles;
import dev.sandboxed.policy.paths.Masks;
import dev.sandboxed.policy.paths.PathRequests;
import dev.sandboxed.policy.paths.ProgramDirectories;
import dev.sandboxed.policy.paths.Safeguards;
import dev.sandboxed.policy.paths.SecretKinds;
import dev.sandboxed.policy.paths.TrustedCertificates;
import dev.sandboxed.policy.paths.UnseenPaths;
import dev.sandboxed.problem.Findings;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The layers of one launch. It first says what must be looked at ({@link #paths}, {@link #globs},
 * {@link #settings}) and then, from what was seen, decides what the sandbox will be.
 */
public final class Policy {

  /**
   * An installable that is added to the sandbox.
   *
   * @param outputs its store paths
   */
  public record NixPackage(Located<String> installable, List<StorePath> outputs) {
    public NixPackage {
      outputs = List.copyOf(outputs);
    }

    /** The directories of its programs, which go in front of PATH. */
    public List<String> programs() {
      return outputs.stream().map(output -> output + "/bin").toList();
    }
  }

  // The name of this machine as programs see it; nobody inside needs the real one.
  private static final String HOST_NAME = "sandboxed";

  private final HostFacts host;
  private final GitFacts git;
  private final Followed followed;
  private final AgentDefinition agent;
  private final List<Profile> chain;
  private final List<Layer> layers;
  private final List<Path> policyFiles;
  private final PathRequests requests;
  private final AgentPlaces own;

  private Policy(
      HostFacts host,
      GitFacts git,
      Followed followed,
      AgentDefinition agent,
      List<Profile> chain,
      List<Layer> above) {
    this.host = host;
    this.git = git;
    this.followed = followed;
    this.agent = agent;
    this.chain = List.copyOf(chain);
    layers = stacked(agent, chain, above);
    policyFiles =
        Stream.concat(Stream.of(agent.file()), chain.stream().map(Profile::file))
            .map(Path::of)
            .toList();
    requests = PathRequests.of(host, git, layers).withManaged(agent.managed().rules());
    own = new AgentPlaces(host, agent);
  }

  /**
   * Stacks the layers: agent definition, profile chain, and what the person said for this launch.
   *
   * @param followed what the person's files of the agent name
   * @param chain base first
   * @param above in order; a later one overrides an earlier one
   * @throws UserFailure with every rule that cannot be understood
   */
  public static Policy of(
      HostFacts host,
      GitFacts git,
      Followed followed,
      AgentDefinition agent,
      List<Profile> chain,
      List<Layer> above) {
    return new Policy(host, git, followed, agent, chain, above);
  }

  /** All layers, in order: a later one overrides an earlier one. */
  public static List<Layer> stacked(AgentDefinition agent, List<Profile> chain, List<Layer> above) {
    return Stream.of(Stream.of(agent.layer()), chain.stream().map(Profile::layer), above.stream())
        .flatMap(layer -> layer)
        .toList();
  }

  public Settings settings() {
    return Settings.of(layers);
  }

  /** Every path whose fact {@link #resolve} needs. */
  public List<Path> paths() {
    return Stream.of(
            requests.paths(),
            Safeguards.paths(host, policyFiles),
            TrustedCertificates.paths(host),
            own.credentialFiles(),
            gitFiles(),
            followed.paths())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * The login files that must be read: those of a login that could expire without the agent being
   * able to renew it, and those where a login made inside would be, so that a person hears of none.
   *
   * @return for each file, where in it the expiry of the token is, if the agent definition says
   */
  public Map<Path, Optional<JsonPointer>> logins() {
    return switch (settings().auth().value()) {
      case READONLY -> own.logins();
      case SHARED -> own.loginsMadeInside();
      case NONE -> Map.of();
    };
  }

  /** The directories that layers put on PATH, in the order of PATH. */
  public List<Path> programDirectories() {
    return ProgramDirectories.of(host, layers).stream().map(Located::value).toList();
  }

  /** The places that the agent may write, as the rules name them. */
  public List<Path> writable() {
    return requests.granting(Access.WRITE);
  }

  /** The devices that the rules name. */
  public List<Path> devices() {
    return requests.devices();
  }

  /** The files of which only a part is shown. */
  public List<Path> partlyMasked() {
    return requests.partlyMasked();
  }

  /** The paths whose symlinks must work inside. */
  public List<Path> linkingPaths() {
    return Stream.of(requests.linking(), gitFiles(), followed.paths())
        .flatMap(List::stream)
        .toList();
  }

  private List<Path> gitFiles() {
    return git.included().stream().map(GitFile::path).toList();
  }

  /** Every glob whose matches {@link #resolve} needs. */
  public List<Glob> globs() {
    return requests.globs();
  }

  /** The globs whose matches are looked into: files of certificates need no mask. */
  public List<Glob> certificateGlobs() {
    return requests.certificateGlobs();
  }

  /** The real files that may be masked: whether git records them decides how. */
  public List<Path> maskable(FileFacts files) {
    return requests.deniedPaths(files).stream()
        .map(files::of)
        .filter(fact -> fact.kind() == FileFact.Kind.FILE)
        .map(FileFact::real)
        .toList();
  }

  /** The parts of the host that the sandbox will see, and what to look for there. */
  public SurveyScope survey() {
    // Nobody here can have put anything into the parts of the machine that every sandbox reads,
    // such as /usr.
    List<Path> seen =
        requests.requests().stream()
            .filter(request ->
                request.rule().access() == Access.WRITE
                    || (request.rule().access() == Access.READ
                        && request.layer() > PathRequests.BASE))
            .map(PathRequests.Request::target)
            .filter(PathRequests.Exact.class::isInstance)
            .map(PathRequests.Exact.class::cast)
            .map(PathRequests.Exact::path)
            .toList();
    return new SurveyScope(seen, globs(), SecretKinds.globs(host.project().directory()));
  }

  /**
   * Decides about paths only, for a person who has other things to put right, too.
   *
   * @throws UserFailure with everything that cannot be granted
   */
  public void checkPaths(FileFacts files) {
    paths(files, List.of());
  }

  private DecidedPaths paths(FileFacts files, List<String> passed) {
    Safeguards wards = new Safeguards(host, policyFiles, files);
    return DecidedPaths.of(host, git, followed, requests, own, files, wards, passed);
  }

  /**
   * Decides what the sandbox is.
   *
   * @param kept the agent's own state and login on this host
   * @param surroundings the host's network, if {@link #settings} chooses internet-only
   * @throws UserFailure with everything that cannot be granted
   */
  public ResolvedPolicy resolve(
      FileFacts files,
      ForwardedShell shell,
      List<NixPackage> packages,
      KeptFacts kept,
      Optional<NetworkFacts> surroundings) {
    Settings settings = settings();
    Findings findings = new Findings();
    Optional<KernelRules> kernel = findings.of(() -> KernelRules.of(host, settings));
    Optional<Located<NetworkTier>> tier = findings.of(() -> network(settings, surroundings));
    DecidedVariables names = new DecidedVariables(host, git, layers, shell, packages);
    List<String> named = findings.of(names::passed).orElse(List.of());
    Optional<DecidedPaths> paths = findings.of(() -> paths(files, named));
    Optional<List<StoreRoot>> roots =
        findings.of(() ->
            paths
                .map(all -> StoreRoots.of(host, all.all(), files, shell, packages))
                .orElse(List.of()));
    PersonPath path =
        names.path(
            files.tools(),
            paths.map(DecidedPaths::grants).orElse(List.of()),
            roots.orElse(List.of()));
    Optional<List<Variable>> variables = findings.of(() -> names.with(path));
    Optional<Optional<AgentState>> login =
        findings.of(() -> own.state(settings.auth(), files, kept));
    findings.check();
    Located<NetworkTier> network = tier.orElseThrow();
    List<Grant> grants = paths.orElseThrow().grants();
    List<Variable> environment = DecidedVariables.holding(variables.orElseThrow(), grants);
    FollowedPaths.Missing missing =
        paths.orElseThrow().missing(own, environment, layers, agent.managed(), files);
    List<String> passed = PassRules.of(environment).passing(host.environment().variableNames());
    Optional<AgentState> state = login.orElseThrow();
    return new ResolvedPolicy(
        workplace(),
        new Network(network, host.system().resolvConf(), host.system().hosts()),
        kernel.orElseThrow(),
        new Filesystem(
            grants,
            Masks.empty(settings.masks().value(), grants, files.details()),
            paths.orElseThrow().texts(),
            BaseSystem.links(host),
            roots.orElseThrow(),
            state,
            own.notes(),
            kept.copies().flatMap(directory -> ConfigurationCopies.of(directory, git, grants))),
        new Environment(environment, passed, shell.hook()),
        Stream.of(
                kept.notRead(),
                SecretKinds.remarks(host.project().directory(), files, grants),
                Masks.remarks(host.project().directory(), grants, files.details()),
                ManagedFiles.remarks(requests, files, grants),
                Devices.remarks(grants, files.details()),
                paths.orElseThrow().remarks(),
                UnseenPaths.remarks(requests, own.credentialFiles(), files),
                PolicyRemarks.of(host, git, settings, network.value(), passed, grants),
                shell.remarks(),
                path.remark().stream().toList(),
                DecidedVariables.remark(variables.orElseThrow(), grants).stream().toList(),
                missing.remarks(),
                HomeRemarks.of(host, files.tools().path(), grants),
                LoginRemarks.of(state, kept, grants),
                LoginRemarks.ofDefinition(agent, state, kept, passed, environment, network.value()))
            .flatMap(List::stream)
            .toList(),
        Aftermath.of(
                settings,
                host.project().directory(),
                git,
                Aftermath.Sequel.of(agent.afterwards(), state))
            .with(state, grants));
  }

  private Workplace workplace() {
    return new Workplace(
        agent.name(),
        chain.stream().map(Profile::name).toList(),
        identity(),
        host.project().directory(),
        host.project().workingDirectory(),
        HOST_NAME);
  }

  private Identity identity() {
    return new Identity(
        host.person().uid(),
        host.person().gid(),
        host.person().name(),
        host.person().home(),
        host.person().shell());
  }

  private Located<NetworkTier> network(Settings settings, Optional<NetworkFacts> surroundings) {
    NetworkTier tier =
        switch (settings.tier().value()) {
          case FULL -> new NetworkTier.Full();
          case NONE -> new NetworkTier.None();
          case INTERNET_ONLY ->
              InternetOnlyRules.decide(settings.network(), surroundings.orElseThrow());
        };
    return new Located<>(tier, settings.tier().origin());
  }
}
