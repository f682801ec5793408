package dev.sandboxed.policy;

import com.fasterxml.jackson.core.JsonPointer;
import dev.sandboxed.editor.Editors;
import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.files.FileFact;
import dev.sandboxed.follow.Followed;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.git.GitFile;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.NetworkFacts;
import dev.sandboxed.host.machine.LimitMeans;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.host.survey.SurveyScope;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.policy.masks.SecretKinds;
import dev.sandboxed.policy.paths.PathRequests;
import dev.sandboxed.policy.paths.ProgramDirectories;
import dev.sandboxed.policy.paths.Safeguards;
import dev.sandboxed.policy.paths.TrustedCertificates;
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

  final HostFacts host;
  final GitFacts git;
  final AgentDefinition agent;
  final List<Profile> chain;
  final List<Layer> layers;
  final PathRequests requests;
  final AgentPlaces own;
  final EditorAccess editors;
  private final Followed followed;
  private final List<Path> policyFiles;

  private Policy(
      HostFacts host,
      GitFacts git,
      Followed followed,
      Editors found,
      AgentDefinition agent,
      List<Profile> chain,
      List<Layer> above) {
    this.host = host;
    this.git = git;
    this.followed = followed;
    this.agent = agent;
    this.chain = List.copyOf(chain);
    List<Layer> said = stacked(agent, chain, above);
    editors = EditorAccess.of(agent, Settings.of(said), found);
    layers =
        Stream.of(Stream.of(said.getFirst(), editors.layer()), said.stream().skip(1))
            .flatMap(layer -> layer)
            .toList();
    policyFiles =
        Stream.concat(Stream.of(agent.file()), chain.stream().map(Profile::file))
            .map(Path::of)
            .toList();
    requests =
        PathRequests.of(host, git, layers, followed.moved()).withManaged(agent.managed().rules());
    own = new AgentPlaces(host, agent, followed.moved());
  }

  /**
   * Stacks the layers: agent definition, profile chain, and what the person said for this launch.
   *
   * @param followed what the person's files of the agent name
   * @param editors those that were found, if the layers ask for them
   * @param chain base first
   * @param above in order; a later one overrides an earlier one
   * @throws UserFailure with every rule that cannot be understood
   */
  public static Policy of(
      HostFacts host,
      GitFacts git,
      Followed followed,
      Editors editors,
      AgentDefinition agent,
      List<Profile> chain,
      List<Layer> above) {
    return new Policy(host, git, followed, editors, agent, chain, above);
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
            own.moved(),
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

  /** The variables that move the agent's files on the host. */
  List<AgentDefinition.Moved> movedVariables() {
    return agent.state().map(AgentDefinition.State::moved).orElse(List.of());
  }

  /** What the agent's state and a login made inside are kept as. */
  public String keptAs() {
    return own.name();
  }

  /** The agent's own directories that are elsewhere on this host, with every symlink resolved. */
  public List<Path> originals(FileFacts files) {
    return own.moved().stream().map(files::of).map(FileFact::real).toList();
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
            .map(followed.moved()::onHost)
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

  DecidedPaths paths(FileFacts files, List<String> passed) {
    Safeguards wards = new Safeguards(host, policyFiles, files);
    return DecidedPaths.of(host, git, followed, requests, own, files, wards, passed);
  }

  /**
   * Decides what the sandbox is.
   *
   * @param kept the agent's own state and login on this host
   * @param means how limits can be kept here, as far as {@link #settings} has any
   * @param surroundings the host's network, if {@link #settings} chooses internet-only
   * @throws UserFailure with everything that cannot be granted
   */
  public ResolvedPolicy resolve(
      FileFacts files,
      ForwardedShell shell,
      List<NixPackage> packages,
      KeptFacts kept,
      LimitMeans means,
      Optional<NetworkFacts> surroundings) {
    return new Resolution(this, files, shell, packages, kept, means, surroundings).resolved();
  }
}
