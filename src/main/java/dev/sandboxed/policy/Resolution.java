package dev.sandboxed.policy;

import dev.sandboxed.environment.Environment;
import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.environment.PassRules;
import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.NetworkFacts;
import dev.sandboxed.host.machine.LimitMeans;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.network.AllowlistRules;
import dev.sandboxed.network.CredentialLayers;
import dev.sandboxed.network.InternetOnlyRules;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.policy.copy.WorkingCopy;
import dev.sandboxed.policy.masks.Masks;
import dev.sandboxed.policy.masks.SecretKinds;
import dev.sandboxed.policy.paths.BaseSystem;
import dev.sandboxed.policy.paths.Devices;
import dev.sandboxed.policy.paths.FollowedPaths;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.policy.paths.ManagedFiles;
import dev.sandboxed.policy.paths.UnseenPaths;
import dev.sandboxed.policy.traps.Traps;
import dev.sandboxed.problem.Findings;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the layers of one launch come to, given what was seen. */
final class Resolution {

  // The name of this machine as programs see it; nobody inside needs the real one.
  private static final String HOST_NAME = "sandboxed";

  private final Policy policy;
  private final HostFacts host;
  private final Settings settings;
  private final FileFacts files;
  private final ForwardedShell shell;
  private final List<Policy.NixPackage> packages;
  private final KeptFacts kept;
  private final LimitMeans means;
  private final Optional<NetworkFacts> surroundings;

  /**
   * What one policy comes to.
   *
   * @param kept the agent's own state and login on this host
   * @param means how limits can be kept here
   * @param surroundings the host's network, for internet-only
   */
  Resolution(
      Policy policy,
      FileFacts files,
      ForwardedShell shell,
      List<Policy.NixPackage> packages,
      KeptFacts kept,
      LimitMeans means,
      Optional<NetworkFacts> surroundings) {
    this.policy = policy;
    this.files = files;
    this.shell = shell;
    this.packages = packages;
    this.kept = kept;
    this.means = means;
    this.surroundings = surroundings;
    host = policy.host;
    settings = policy.settings();
  }

  /**
   * All of it.
   *
   * @throws UserFailure with everything that cannot be granted
   */
  ResolvedPolicy resolved() {
    Findings findings = new Findings();
    Optional<KernelRules> kernel = findings.of(() -> KernelRules.of(host, settings, means));
    DecidedVariables names =
        new DecidedVariables(
            host, policy.git, policy.layers, policy.movedVariables(), shell, packages);
    List<String> named = findings.of(names::passed).orElse(List.of());
    Optional<Located<NetworkTier>> tier = findings.of(() -> network(named));
    Optional<DecidedPaths> paths = findings.of(() -> policy.paths(files, named));
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
    Optional<List<Variable>> variables =
        findings.of(() ->
            DecidedVariables.withPlaceholders(names.with(path), tier.map(Located::value), named));
    Optional<Optional<AgentState>> login =
        findings.of(() -> policy.own.state(settings.auth(), files, kept));
    kept.snapshot()
        .ifPresent(copy ->
            findings.run(
                () -> copy.require(host.project().directory(), policy.git, host.bubblewrap())));
    findings.check();
    return resolved(
        kernel.orElseThrow(),
        tier.orElseThrow(),
        paths.orElseThrow(),
        roots.orElseThrow(),
        path,
        variables.orElseThrow(),
        login.orElseThrow());
  }

  /** Puts together what was decided about each. */
  private ResolvedPolicy resolved(
      KernelRules kernel,
      Located<NetworkTier> network,
      DecidedPaths paths,
      List<StoreRoot> roots,
      PersonPath path,
      List<Variable> variables,
      Optional<AgentState> state) {
    List<Grant> grants = paths.grants();
    List<Variable> environment = DecidedVariables.holding(variables, grants);
    FollowedPaths.Missing missing =
        paths.missing(policy.own, environment, policy.layers, policy.agent.managed(), files);
    Traps traps =
        Traps.of(
            paths.all(),
            files,
            grants,
            host.project().directory(),
            policy.git.absent(),
            settings.newTrap());
    List<String> passed = PassRules.of(environment).passing(host.environment().variableNames());
    return new ResolvedPolicy(
        workplace(),
        new Network(network, host.system().resolvConf(), host.system().hosts()),
        kernel,
        filesystem(paths, roots, state),
        new Environment(environment, passed, shell.hook()),
        Stream.of(
                kept.remarks(),
                kept.snapshot().stream().map(WorkingCopy::remark).toList(),
                remarks(paths),
                PolicyRemarks.of(host, policy.git, settings, network.value(), passed, grants),
                policy.editors.remarks(),
                shell.remarks(),
                policy.own.remark().stream().toList(),
                path.remark().stream().toList(),
                DecidedVariables.remark(variables, grants).stream().toList(),
                missing.remarks(),
                traps.remarks(),
                HomeRemarks.of(host, files.tools().path(), grants),
                LoginRemarks.of(state, kept, grants),
                LoginRemarks.ofDefinition(
                    policy.agent, state, kept, passed, environment, network.value()))
            .flatMap(List::stream)
            .toList(),
        Aftermath.of(
                settings,
                host.project().directory(),
                policy.git,
                Aftermath.Sequel.of(policy.agent.afterwards(), state),
                traps)
            .with(state, grants));
  }

  private Filesystem filesystem(
      DecidedPaths paths, List<StoreRoot> roots, Optional<AgentState> state) {
    return new Filesystem(
        paths.grants(),
        Masks.empty(settings.masks().value(), paths.grants(), files.details()),
        paths.texts(),
        BaseSystem.links(host),
        roots,
        state,
        policy.own.notes(),
        kept.copies()
            .flatMap(directory -> ConfigurationCopies.of(directory, policy.git, paths.grants())),
        policy.editors.locks());
  }

  /** What a person should know about paths. */
  private List<Remark> remarks(DecidedPaths paths) {
    Path project = host.project().directory();
    return Stream.of(
            SecretKinds.remarks(project, files, paths.grants()),
            Masks.remarks(project, paths.grants(), files.details()),
            ManagedFiles.remarks(policy.requests, files, paths.grants()),
            Devices.remarks(paths.grants(), files.details()),
            paths.remarks(),
            UnseenPaths.remarks(policy.requests, policy.own.credentialFiles(), files))
        .flatMap(List::stream)
        .toList();
  }

  private Workplace workplace() {
    return new Workplace(
        policy.agent.name(),
        policy.chain.stream().map(Profile::name).toList(),
        identity(),
        host.project().directory(),
        host.project().workingDirectory(),
        HOST_NAME,
        kept.snapshot());
  }

  private Identity identity() {
    return new Identity(
        host.person().uid(),
        host.person().gid(),
        host.person().name(),
        host.person().home(),
        host.person().shell());
  }

  private Located<NetworkTier> network(List<String> passed) {
    CredentialLayers.refuse(settings.network(), settings.tier().value(), passed);
    NetworkTier tier =
        switch (settings.tier().value()) {
          case FULL -> new NetworkTier.Full();
          case NONE -> new NetworkTier.None();
          case INTERNET_ONLY ->
              InternetOnlyRules.decide(settings.network(), surroundings.orElseThrow());
          case ALLOWLIST ->
              AllowlistRules.decide(
                  settings.network(), surroundings.orElseThrow(), host.environment(), passed);
        };
    return new Located<>(tier, settings.tier().origin());
  }
}
