package dev.sandboxed.golden;

import dev.sandboxed.agent.FoundAgent;
import dev.sandboxed.bwrap.BwrapArguments;
import dev.sandboxed.environment.Environment;
import dev.sandboxed.files.TextFiles;
import dev.sandboxed.fixture.FileTree;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.machine.LimitMeans;
import dev.sandboxed.launch.NamesFiles;
import dev.sandboxed.netns.NetworkFiles;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.nix.shell.DevEnv;
import dev.sandboxed.nix.shell.DevEnvReader;
import dev.sandboxed.nix.store.StoreClosure;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.opening.rules.Opened;
import dev.sandboxed.plan.AgentCommand;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.text.PlanText;
import dev.sandboxed.planning.Answers;
import dev.sandboxed.planning.Decision;
import dev.sandboxed.planning.LaterAnswers;
import dev.sandboxed.planning.LayerStack;
import dev.sandboxed.planning.NixAnswers;
import dev.sandboxed.policy.Policy;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.ProfileDirectory;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.profile.TextSource;
import dev.sandboxed.state.GitCopies;
import dev.sandboxed.state.Instances;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      case NetworkTier.InternetOnly internet -> text(NetworkFiles.of(internet));
      case NetworkTier.Allowlist allowlist ->
          text(NetworkFiles.of(allowlist)) + text(NamesFiles.texts(allowlist));
      case NetworkTier.Full full -> "";
      case NetworkTier.None none -> "";
    };
  }

  private static String text(Map<String, String> files) {
    return files.entrySet().stream()
        .map(file -> "== " + file.getKey() + "\n" + file.getValue())
        .collect(Collectors.joining());
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
    ProfileLibrary library = library();
    LayerStack stack =
        new LayerStack(
            library.agent(file.text("agent").orElse("claude")),
            library.profileChain(file.text("profile").orElse("default")),
            List.of(),
            List.of());
    return Decision.of(stack, answers(machine, host, stack)).plan();
  }

  private Answers answers(Machine machine, HostFacts host, LayerStack stack) {
    Policy policy = stack.policy(host, machine.repository(), machine.followed(), machine.editors());
    FileTree files = machine.files().with(file.texts("files").toArray(String[]::new));
    Instances instances = new Instances(host.toolDirectories().state());
    String agent = stack.agent().name();
    return new Answers(
        host,
        machine.repository(),
        machine.followed(),
        machine.editors(),
        new Opened(Map.of(), Map.of()),
        files.look(policy.paths(), policy.linkingPaths(), policy.globs()),
        Optional.of(machine.surroundings()),
        LimitMeans.NOT_ASKED,
        new NixAnswers(devShell(policy), List.of(), library().steering()),
        new Answers.Kept(
            instances.ofProject(host.project().directory(), agent),
            instances.shared(agent),
            new GitCopies(host.toolDirectories().state()).of(host.project().directory()),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Instant.EPOCH),
        new FoundAgent(command(), List.of()),
        new Store());
  }

  private ProfileLibrary library() {
    TextFiles files = new TextFiles(ThisMachine.INQUIRY);
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

  private Optional<DevEnv> devShell(Policy policy) {
    return policy
        .settings()
        .devShell()
        .map(Located::value)
        .map(installable -> DevEnvReader.read(json(), installable));
  }

  private String json() {
    return new TextFiles(ThisMachine.INQUIRY)
        .read(directory.resolve("devshell.json").toString())
        .orElseThrow();
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

  /** A store that has everything; {@code needs} says what each path needs. */
  private final class Store implements LaterAnswers {

    @Override
    public Path hookBash(Environment environment) {
      return Path.of("/usr/bin/bash");
    }

    @Override
    public boolean has(StorePath path) {
      return true;
    }

    @Override
    public StoreClosure closure(List<StorePath> roots) {
      List<StorePath> paths =
          Stream.concat(
                  roots.stream(),
                  roots.stream()
                      .flatMap(root -> file.needs(root).stream())
                      .flatMap(path -> StorePath.containing(path).stream()))
              .distinct()
              .toList();
      // One mebibyte each.
      return new StoreClosure(paths, (long) paths.size() << 20);
    }
  }
}
