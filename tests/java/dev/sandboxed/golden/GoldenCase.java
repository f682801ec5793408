package dev.sandboxed.golden;

import dev.sandboxed.bwrap.BwrapArguments;
import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.files.TextFiles;
import dev.sandboxed.fixture.FileTree;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.netns.NetworkFiles;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.nix.DevEnvReader;
import dev.sandboxed.nix.StorePath;
import dev.sandboxed.plan.AgentCommand;
import dev.sandboxed.plan.Planner;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.StoreMounts;
import dev.sandboxed.plan.text.PlanText;
import dev.sandboxed.policy.KeptFacts;
import dev.sandboxed.policy.Policy;
import dev.sandboxed.policy.ResolvedPolicy;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.ProfileDirectory;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.profile.StateScope;
import dev.sandboxed.profile.TextSource;
import dev.sandboxed.state.Instances;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory below {@code tests/golden}: a machine ({@code case.toml}), perhaps profiles of the
 * person's own and what Nix printed for a dev shell ({@code devshell.json}).
 */
final class GoldenCase {

  private final Path directory;
  private final CaseFile file;

  GoldenCase(Path directory) {
    this.directory = directory;
    this.file = CaseFile.read(directory.resolve("case.toml"));
  }

  /** The short audit. */
  String audit() {
    return PlanText.audit(plan());
  }

  /** The notes for the agent. */
  String notes() {
    return plan().files().getOrDefault("SANDBOX.md", "");
  }

  /** The script that runs before the agent. */
  String hook() {
    return plan().files().getOrDefault("SANDBOX.bash", "");
  }

  /** The files of its network; empty in a tier without any. */
  String network() {
    return switch (plan().network().value()) {
      case NetworkTier.InternetOnly internet ->
          NetworkFiles.of(internet).entrySet().stream()
              .map(file -> "== " + file.getKey() + "\n" + file.getValue())
              .collect(Collectors.joining());
      case NetworkTier.Full full -> "";
      case NetworkTier.None none -> "";
    };
  }

  /**
   * The part of the command that the plan decides, one word a line; backslash and newline are
   * escaped.
   */
  String argv() {
    SandboxPlan plan = plan();
    Stream<String> words =
        Stream.of(
                Stream.of("bwrap"),
                BwrapArguments.of(plan, Path.of("/plan")).stream(),
                Stream.of("--"),
                plan.command().stream())
            .flatMap(part -> part);
    StringBuilder lines = new StringBuilder();
    words.forEach(
        word -> lines.append(word.replace("\\", "\\\\").replace("\n", "\\n")).append('\n'));
    return lines.toString();
  }

  private SandboxPlan plan() {
    Machine machine = file.machine();
    HostFacts host = machine.facts();
    FileTree files = machine.files().with(file.texts("files").toArray(String[]::new));
    ProfileLibrary library = library();
    AgentDefinition agent = library.agent(file.text("agent").orElse("claude"));
    Policy policy =
        Policy.of(
            host,
            machine.repository(),
            agent,
            library.profileChain(file.text("profile").orElse("default")),
            List.of());
    FileFacts facts = files.look(policy.paths(), policy.linkingPaths(), policy.globs());
    Optional<Path> instance =
        policy.settings().state().value() == StateScope.EPHEMERAL
            ? Optional.empty()
            : Optional.of(
                new Instances(host.toolDirectories().state())
                    .ofProject(host.project().directory(), agent.name()));
    ResolvedPolicy resolved =
        policy.resolve(
            facts,
            devShell(policy),
            List.of(),
            new KeptFacts(instance, Map.of(), Instant.EPOCH, List.of()),
            Optional.of(machine.surroundings()));
    AgentCommand command =
        resolved.hook().isPresent() ? command().after(Path.of("/usr/bin/bash")) : command();
    return Planner.plan(resolved, command, closure(resolved.storeRoots()));
  }

  private ProfileLibrary library() {
    TextFiles files = new TextFiles();
    return new ProfileLibrary(
        List.of(
            new ProfileDirectory("yours", directory.toString()),
            new ProfileDirectory("built in", "profiles")),
        new TextSource() {
          @Override
          public Optional<String> read(String path) {
            return path.endsWith("/case.toml") ? Optional.empty() : files.read(path);
          }

          @Override
          public List<String> list(String path) {
            return files.names(path);
          }
        });
  }

  private ForwardedShell devShell(Policy policy) {
    return policy
        .settings()
        .devShell()
        .map(Located::value)
        .map(installable -> DevEnvReader.read(json(), installable))
        .map(shell ->
            ForwardedShell.of(
                shell,
                file.machine().facts().project().directory(),
                policy.settings().shellHook().value(),
                library().steering()))
        .orElse(ForwardedShell.NONE);
  }

  private String json() {
    return new TextFiles().read(directory.resolve("devshell.json").toString()).orElseThrow();
  }

  private AgentCommand command() {
    List<AgentCommand.OwnFile> own = new ArrayList<>();
    for (String entry : file.texts("own")) {
      String[] parts = entry.split(" at ", 2);
      own.add(
          new AgentCommand.OwnFile(
              Path.of(parts[0]), Path.of(parts[parts.length - 1]), new Origin.Host("the agent")));
    }
    return new AgentCommand(file.texts("command"), own, List.of());
  }

  /** The roots, and the paths that {@code needs} names for each. */
  private StoreMounts closure(List<StoreRoot> roots) {
    Map<Path, Origin> reasons = new TreeMap<>();
    for (StoreRoot root : roots) {
      file.needs(root.path())
          .forEach(path ->
              reasons.put(Path.of(path), new Origin.Closure(root.path().path(), root.origin())));
    }
    roots.stream()
        .map(StoreRoot::path)
        .map(StorePath::path)
        .forEach(path -> reasons.put(Path.of(path), new Origin.BuiltIn("named")));
    // One mebibyte each.
    return new StoreMounts(reasons, (long) reasons.size() << 20);
  }
}
