package dev.sandboxed.policy;

import com.fasterxml.jackson.core.JsonPointer;
import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.environment.PassRules;
import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.files.FileFact;
import dev.sandboxed.git.GitControl;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.git.GitFile;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.NetworkFacts;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.host.survey.SurveyScope;
import dev.sandboxed.network.InternetOnlyRules;
import dev.sandboxed.network.NetworkRemarks;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.nix.StorePath;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.AuthMode;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.PathRule;
import dev.sandboxed.profile.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

  private static final Origin MADE_INSIDE =
      new Origin.BuiltIn(
          "for a login made inside, shared by all projects, because this host has none");

  private final HostFacts host;
  private final GitFacts git;
  private final AgentDefinition agent;
  private final List<Profile> chain;
  private final List<Layer> layers;
  private final List<Path> policyFiles;
  private final PathRequests wishes;
  private final Optional<Path> stateDirectory;

  private Policy(
      HostFacts host, GitFacts git, AgentDefinition agent, List<Profile> chain, List<Layer> above) {
    this.host = host;
    this.git = git;
    this.agent = agent;
    this.chain = List.copyOf(chain);
    layers =
        Stream.of(Stream.of(agent.layer()), chain.stream().map(Profile::layer), above.stream())
            .flatMap(layer -> layer)
            .toList();
    policyFiles =
        Stream.concat(Stream.of(agent.file()), chain.stream().map(Profile::file))
            .map(Path::of)
            .toList();
    wishes = PathRequests.of(host, git, layers);
    stateDirectory =
        agent
            .state()
            .map(AgentDefinition.State::directory)
            .map(directory ->
                Path.of(new PathVariables(host).expand(directory.value(), directory.origin())));
  }

  /**
   * Stacks the layers: agent definition, profile chain, and what the person said for this launch.
   *
   * @param chain base first
   * @param above in order; a later one overrides an earlier one
   * @throws UserFailure with every rule that cannot be understood
   */
  public static Policy of(
      HostFacts host, GitFacts git, AgentDefinition agent, List<Profile> chain, List<Layer> above) {
    return new Policy(host, git, agent, chain, above);
  }

  public Settings settings() {
    return Settings.of(layers);
  }

  /** Every path whose fact {@link #resolve} needs. */
  public List<Path> paths() {
    return Stream.of(
            wishes.paths(), Safeguards.paths(host, policyFiles), credentialFiles(), gitFiles())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * The login files that must be read: only those of a login that could expire without the agent
   * being able to renew it.
   *
   * @return for each file, where in it the expiry of the token is, if the agent definition says
   */
  public Map<Path, Optional<JsonPointer>> logins() {
    Map<Path, Optional<JsonPointer>> logins = new TreeMap<>();
    if (settings().auth().value() == AuthMode.READONLY) {
      for (AgentDefinition.Credential credential : definedCredentials()) {
        Optional<JsonPointer> expires = credential.expires().map(JsonPointer::compile);
        logins.put(onHost(credential), expires);
        logins.put(kept(credential), expires);
      }
    }
    return logins;
  }

  /** The paths whose symlinks must work inside. */
  public List<Path> linkingPaths() {
    return Stream.concat(wishes.linking().stream(), gitFiles().stream()).toList();
  }

  private List<Path> gitFiles() {
    return git.included().stream().map(GitFile::path).toList();
  }

  /** Every glob whose matches {@link #resolve} needs. */
  public List<Glob> globs() {
    return wishes.globs();
  }

  /** The parts of the host that the sandbox will see, and what to look for there. */
  public SurveyScope survey() {
    // Nobody here can have put anything into the parts of the machine that every sandbox reads,
    // such as /usr.
    List<Path> seen =
        wishes.wishes().stream()
            .filter(wish ->
                wish.rule().access() == Access.WRITE
                    || (wish.rule().access() == Access.READ && wish.layer() > PathRequests.BASE))
            .map(PathRequests.Wish::target)
            .filter(PathRequests.Exact.class::isInstance)
            .map(PathRequests.Exact.class::cast)
            .map(PathRequests.Exact::path)
            .toList();
    return new SurveyScope(seen, globs(), SecretKinds.globs(host.project().directory()));
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
    refuseNestingUnless(settings.nestedUserNamespaces().value());
    Located<NetworkTier> network = network(settings, surroundings);
    Safeguards wards = new Safeguards(host, policyFiles, files);
    PathRequests closed = wishes.with(Sockets.rules(files));
    List<PathRule> included =
        GitIncludes.rules(
            host, git, files, closed, PathMerge.merge(closed, files, stateDirectory), wards);
    PathRequests all = closed.with(included);
    List<Grant> grants = wards.applyTo(PathMerge.merge(all, files, stateDirectory));
    wards.refuseWarded(logins(files));
    List<String> packagePath =
        packages.stream().flatMap(added -> added.programs().stream()).toList();
    List<Variable> environment =
        Stream.of(
                // A layer that sets these overrides them.
                GitRules.variables(git), EnvironmentMerge.merge(host, layers, shell, packagePath))
            .flatMap(List::stream)
            .toList();
    List<String> passed = PassRules.of(environment).passing(host.variableNames());
    Optional<AgentState> state = state(settings, files, kept);
    return new ResolvedPolicy(
        agent.name(),
        chain.stream().map(Profile::name).toList(),
        identity(),
        host.project().directory(),
        host.project().workingDirectory(),
        network,
        settings.nestedUserNamespaces(),
        KernelPaths.of(host),
        grants,
        BaseSystem.links(host),
        environment,
        passed,
        shell.hook(),
        state,
        notes(),
        storeRoots(all, files, shell, packages),
        Stream.of(
                kept.notRead(),
                SecretKinds.remarks(host.project().directory(), files, grants),
                UnseenPaths.remarks(wishes, credentialFiles(), files),
                remarks(shell, network.value(), passed),
                LoginRemarks.of(state, kept))
            .flatMap(List::stream)
            .toList(),
        host.resolvConf(),
        host.hosts(),
        aftermath(settings));
  }

  private Aftermath aftermath(Settings settings) {
    List<Path> repositories =
        Stream.concat(Stream.of(host.project().directory()), git.outside().stream()).toList();
    List<Path> replaceable =
        git.controls().stream().filter(control -> !control.obeyed()).map(GitControl::path).toList();
    return new Aftermath(settings.changes().value(), repositories, git.absent(), replaceable);
  }

  private void refuseNestingUnless(boolean wanted) {
    if (wanted) {
      return;
    }
    host.bubblewrap()
        .cannotDisableUserNamespaces()
        .ifPresent(why -> {
          throw new UserFailure(
              Problem.of(
                  "bwrap.cannot-disable-userns",
                  host.bubblewrap().program()
                      + " cannot keep programs inside from making user namespaces of their own: "
                      + why,
                  "install bubblewrap 0.8 or later; in a container, run it with a writable /proc/sys (docker run"
                      + " --security-opt systempaths=unconfined); or let them, with nested_userns = true below"
                      + " [kernel] in a profile, after reading docs/security.md"));
        });
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

  private List<AgentDefinition.Credential> definedCredentials() {
    return agent.state().stream().flatMap(state -> state.credentials().stream()).toList();
  }

  private Path onHost(AgentDefinition.Credential credential) {
    return stateDirectory.orElseThrow().resolve(credential.file().value());
  }

  /** The place where a login made inside is kept. */
  private Path kept(AgentDefinition.Credential credential) {
    return host.toolDirectories()
        .state()
        .resolve("logins")
        .resolve(agent.name())
        .resolve(credential.file().value());
  }

  private List<Path> credentialFiles() {
    return definedCredentials().stream().map(this::onHost).toList();
  }

  /** The login's files as the agent definition names them. */
  private List<Grant> logins(FileFacts files) {
    return definedCredentials().stream()
        .map(credential -> {
          FileFact fact = files.of(onHost(credential));
          Origin origin = credential.file().origin();
          return new Grant(fact.path(), fact.real(), Access.WRITE, false, origin);
        })
        .toList();
  }

  private Optional<AgentState> state(Settings settings, FileFacts files, KeptFacts kept) {
    return agent
        .state()
        .map(state ->
            new AgentState(
                stateDirectory.orElseThrow(),
                kept.instance(),
                definedCredentials().stream()
                    .flatMap(credential -> credential(credential, settings, files, kept).stream())
                    .toList(),
                personal(),
                state.seeds().stream().map(this::seed).toList(),
                state.directory().origin()));
  }

  private Optional<NotesPlace> notes() {
    return agent
        .notes()
        .map(written -> {
          Path path = Path.of(new PathVariables(host).expand(written.value(), written.origin()));
          if (stateDirectory.filter(path::startsWith).isPresent()) {
            throw new UserFailure(
                new Problem(
                    "policy.notes-in-state",
                    path + " is in the agent's own directory, which the agent may change",
                    written.origin().where(),
                    "name another place where it reads instructions"));
          }
          return new NotesPlace(path, written.origin());
        });
  }

  /** The host's login if it has one, otherwise the one that was, or will be, made inside. */
  private Optional<AgentState.Credential> credential(
      AgentDefinition.Credential credential, Settings settings, FileFacts files, KeptFacts kept) {
    FileFact fact = files.of(onHost(credential));
    boolean ours = fact.kind() != FileFact.Kind.FILE;
    Path source = ours ? kept(credential) : fact.real();
    boolean mounted =
        switch (settings.auth().value()) {
          case SHARED -> true;
          case READONLY -> !ours || kept.login(source).present();
          case NONE -> false;
        };
    return mounted
        ? Optional.of(
            new AgentState.Credential(
                source,
                credential.file().value(),
                settings.auth().value() == AuthMode.SHARED,
                ours,
                ours ? MADE_INSIDE : settings.auth().origin()))
        : Optional.empty();
  }

  /** The parts of the agent's own directory on the host that the agent definition grants. */
  private List<Path> personal() {
    PathVariables places = new PathVariables(host);
    Path directory = stateDirectory.orElseThrow();
    return agent.layer().paths().stream()
        .filter(rule -> rule.access() == Access.READ)
        .map(rule -> Path.of(places.expand(rule.pattern(), rule.origin())))
        .filter(path -> path.startsWith(directory) && !path.equals(directory))
        .map(directory::relativize)
        .toList();
  }

  private AgentState.Seed seed(AgentDefinition.Seed seed) {
    PathVariables places = new PathVariables(host);
    // Escaped as a key of a JSON pointer.
    String project = host.project().directory().toString().replace("~", "~0").replace("/", "~1");
    return new AgentState.Seed(
        Path.of(seed.file().value()),
        seed.content(),
        seed.from().map(from -> Path.of(places.expand(from.value(), from.origin()))),
        seed.copy().stream()
            .map(pointer -> JsonPointer.compile(pointer.replace("{project}", project)))
            .toList());
  }

  private List<StoreRoot> storeRoots(
      PathRequests wished, FileFacts files, ForwardedShell shell, List<NixPackage> packages) {
    Stream<StoreRoot> linked =
        wished.wishes().stream()
            .filter(wish -> wish.target() instanceof PathRequests.Exact)
            .filter(wish -> PathRequests.grants(wish.rule().access()))
            .flatMap(wish ->
                files.of(((PathRequests.Exact) wish.target()).path()).storePaths().stream()
                    .flatMap(path -> StorePath.containing(path).stream())
                    .map(path -> new StoreRoot(path, wish.rule().origin())));
    Stream<StoreRoot> packaged =
        packages.stream()
            .flatMap(added ->
                added.outputs().stream()
                    .map(output -> new StoreRoot(output, added.installable().origin())));
    return Stream.of(BaseSystem.storeRoots(host).stream(), shell.roots().stream(), packaged, linked)
        .flatMap(roots -> roots)
        .toList();
  }

  private List<String> remarks(ForwardedShell shell, NetworkTier network, List<String> passed) {
    List<String> remarks = new ArrayList<>();
    remarks.addAll(NetworkRemarks.of(settings().network(), network, host.resolvConf(), passed));
    if (settings().nestedUserNamespaces().value()) {
      remarks.add(
          "programs inside can make user namespaces, so more of the kernel is within their reach ("
              + settings().nestedUserNamespaces().origin().describe()
              + ")");
    }
    if (host.person().uid() == 0) {
      remarks.add("you are root: the agent is root inside, without capabilities");
    }
    if (!host.bubblewrap().refusesSymlinkedMountPoints()) {
      remarks.add(
          "bubblewrap "
              + host.bubblewrap().version()
              + " is older than 0.12 (CVE-2026-87766): two sessions in one project at once could race its setup");
    }
    // internet-only does not start there.
    if (host.bubblewrap().unshare().isEmpty() && !(network instanceof NetworkTier.InternetOnly)) {
      remarks.add(
          "unshare cannot make namespaces here (does AppArmor forbid it?): the agent also sees what is mounted later"
              + " on this host below a directory that it sees");
    }
    if (git.shared()) {
      remarks.add(
          "git inside does not share what it creates with a group (core.sharedRepository): no sandbox can set the bit that this needs");
    }
    remarks.addAll(shell.remarks());
    return remarks;
  }
}
