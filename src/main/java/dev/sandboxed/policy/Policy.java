package dev.sandboxed.policy;

import dev.sandboxed.host.FileFact;
import dev.sandboxed.host.FileFacts;
import dev.sandboxed.host.GitFile;
import dev.sandboxed.host.Glob;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.NetworkFacts;
import dev.sandboxed.nix.StorePath;
import dev.sandboxed.problem.Located;
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
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The layers of one launch. It first says what has to be looked at ({@link #paths}, {@link #globs},
 * {@link #settings}) and then, given what was seen, what the sandbox is to be.
 */
public final class Policy {

  /**
   * An installable that joins the sandbox.
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

  private final HostFacts host;
  private final AgentDefinition agent;
  private final List<Profile> chain;
  private final List<Layer> layers;
  private final List<Path> policyFiles;
  private final PathWishes wishes;
  private final Optional<Path> stateDirectory;

  private Policy(HostFacts host, AgentDefinition agent, List<Profile> chain, List<Layer> above) {
    this.host = host;
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
    wishes = PathWishes.of(host, layers);
    stateDirectory =
        agent
            .state()
            .map(AgentDefinition.State::directory)
            .map(directory ->
                Path.of(new Places(host).expand(directory.value(), directory.origin())));
  }

  /**
   * Lays the layers over each other: agent definition, profile chain, and what the person said for
   * this launch.
   *
   * @param chain base first
   * @param above in order, the later above the earlier
   * @throws UserFailure with every rule that cannot be understood
   */
  public static Policy of(
      HostFacts host, AgentDefinition agent, List<Profile> chain, List<Layer> above) {
    return new Policy(host, agent, chain, above);
  }

  public Settings settings() {
    return Settings.of(layers);
  }

  /** Every path whose fact {@link #resolve} needs. */
  public List<Path> paths() {
    return Stream.of(wishes.paths(), Wards.paths(host, policyFiles), credentialFiles(), gitFiles())
        .flatMap(List::stream)
        .toList();
  }

  /** Those of the paths whose symlinks have to work inside. */
  public List<Path> linkingPaths() {
    return Stream.concat(wishes.linking().stream(), gitFiles().stream()).toList();
  }

  private List<Path> gitFiles() {
    return host.gitFiles().stream().map(GitFile::path).toList();
  }

  /** Every glob whose matches {@link #resolve} needs. */
  public List<Glob> globs() {
    return wishes.globs();
  }

  /**
   * Decides.
   *
   * @param instance the directory on the host that keeps the agent's own state
   * @param surroundings the host's network, where {@link #settings} choose internet-only
   * @throws UserFailure with everything that cannot be granted
   */
  public ResolvedPolicy resolve(
      FileFacts files,
      ForwardedShell shell,
      List<NixPackage> packages,
      Optional<Path> instance,
      Optional<NetworkFacts> surroundings) {
    Settings settings = settings();
    Located<NetworkTier> network = network(settings, surroundings);
    Wards wards = new Wards(host, policyFiles, files);
    List<PathRule> included =
        GitIncludes.rules(host, files, wishes, PathMerge.merge(wishes, files), wards);
    PathWishes all = wishes.with(included);
    List<Grant> grants = wards.applyTo(PathMerge.merge(all, files));
    wards.refuseWarded(logins(files));
    List<String> packagePath =
        packages.stream().flatMap(added -> added.programs().stream()).toList();
    List<Variable> environment = EnvironmentMerge.merge(host, layers, shell, packagePath);
    List<String> passed = PassRules.of(environment).passing(host.variableNames());
    return new ResolvedPolicy(
        agent.name(),
        chain.stream().map(Profile::name).toList(),
        identity(),
        host.project().directory(),
        host.project().workingDirectory(),
        network,
        grants,
        BaseSystem.links(host),
        environment,
        passed,
        state(settings, files, instance),
        storeRoots(all, files, shell, packages),
        remarks(shell, network.value(), passed),
        host.resolvConf(),
        host.hosts(),
        settings.changes().value());
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

  private List<Path> credentialFiles() {
    return agent.state().stream()
        .flatMap(state -> state.credentials().stream())
        .map(file -> stateDirectory.orElseThrow().resolve(file.value()))
        .toList();
  }

  /** The login's files as the agent definition names them. */
  private List<Grant> logins(FileFacts files) {
    return agent.state().stream()
        .flatMap(state -> state.credentials().stream())
        .map(file -> {
          FileFact fact = files.of(stateDirectory.orElseThrow().resolve(file.value()));
          return new Grant(fact.path(), fact.real(), Access.WRITE, false, file.origin());
        })
        .toList();
  }

  private Optional<AgentState> state(Settings settings, FileFacts files, Optional<Path> instance) {
    return agent
        .state()
        .map(state ->
            new AgentState(
                stateDirectory.orElseThrow(),
                instance,
                settings.auth().value() == AuthMode.NONE
                    ? List.of()
                    : credentials(state, settings, files),
                state.directory().origin()));
  }

  private List<AgentState.Credential> credentials(
      AgentDefinition.State state, Settings settings, FileFacts files) {
    List<AgentState.Credential> credentials = new ArrayList<>();
    for (Located<String> file : state.credentials()) {
      FileFact fact = files.of(stateDirectory.orElseThrow().resolve(file.value()));
      if (fact.kind() == FileFact.Kind.FILE) {
        credentials.add(
            new AgentState.Credential(
                fact.real(),
                file.value(),
                settings.auth().value() == AuthMode.SHARED,
                settings.auth().origin()));
      }
    }
    return credentials;
  }

  private List<StoreRoot> storeRoots(
      PathWishes wished, FileFacts files, ForwardedShell shell, List<NixPackage> packages) {
    Stream<StoreRoot> linked =
        wished.wishes().stream()
            .filter(wish -> wish.target() instanceof PathWishes.Exact)
            .filter(wish -> PathWishes.grants(wish.rule().access()))
            .flatMap(wish ->
                files.of(((PathWishes.Exact) wish.target()).path()).storePaths().stream()
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
    if (host.person().uid() == 0) {
      remarks.add("you are root: the agent is root inside, without capabilities");
    }
    if (!host.bubblewrap().refusesSymlinkedMountPoints()) {
      remarks.add(
          "bubblewrap "
              + host.bubblewrap().version()
              + " is older than 0.12 (CVE-2026-87766): two sessions in one project at once could race its set-up");
    }
    if (!shell.dropped().isEmpty()) {
      remarks.add("not forwarded from the dev shell: " + String.join(", ", shell.dropped()));
    }
    return remarks;
  }
}
