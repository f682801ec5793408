package dev.sandboxed.planning;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.agent.FoundAgent;
import dev.sandboxed.environment.Environment;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.host.machine.LimitMeans;
import dev.sandboxed.launch.Preparation;
import dev.sandboxed.nix.shell.DevEnv;
import dev.sandboxed.nix.store.StoreClosure;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.opening.rules.Opened;
import dev.sandboxed.plan.AgentCommand;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.policy.Policy;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.StateScope;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What follows from the layers and the answers. */
class DecisionTest {

  private static final Origin TEST = new Origin.BuiltIn("test");
  private static final StorePath SHELL = path('a', "bash");
  private static final StorePath LIBRARY = path('b', "library");
  private static final StorePath MENTIONED = path('c', "mentioned");
  private static final StorePath AGENT = path('d', "agent");
  private static final Path OF_PROJECT = Path.of("/state/1/agent");
  private static final Path SHARED = Path.of("/state/shared/agent");

  private final Machine machine = Machine.withUsr();
  private final Layers profile = layer("mine");
  private final Store store = new Store();
  private Optional<DevEnv> devShell = Optional.empty();
  private FoundAgent agent = found(List.of());

  @Test
  void theScopeOfTheStateChoosesTheInstance() {
    assertThat(decide().preparation().instance())
        .map(Preparation.Instance::directory)
        .contains(OF_PROJECT);
    profile.state(StateScope.SHARED);
    assertThat(decide().preparation().instance())
        .map(Preparation.Instance::directory)
        .contains(SHARED);
    profile.state(StateScope.EPHEMERAL);
    assertThat(decide().preparation().instance()).isEmpty();
    assertThat(decide().state()).isPresent();
  }

  @Test
  void whereNothingIsInTheStoreItIsNotAsked() {
    assertThat(decide().plan().filesystem().storePaths()).isZero();
    assertThat(store.asked).isEmpty();
  }

  @Test
  void theClosureOfEverythingInTheStoreIsMountedWithItsReasons() {
    profile.devShell(true);
    devShell = Optional.of(shell("true"));
    agent = found(List.of(Path.of(AGENT.path(), "bin/agent")));
    List<MountStep.ReadOnlyBind> mounts =
        decide().plan().mounts(MountStep.ReadOnlyBind.class).stream()
            .filter(step -> step.path().startsWith("/nix/store"))
            .toList();
    assertThat(store.asked).containsExactly(List.of(SHELL, AGENT));
    assertThat(mounts)
        .extracting(step -> step.path() + ": " + step.origin().describe())
        .containsExactly(
            SHELL + ": dev shell ., variable PATH",
            LIBRARY + ": needed at run time by what is above",
            AGENT + ": the agent's program");
    assertThat(decide().plan().filesystem().storeBytes()).isEqualTo(7);
  }

  @Test
  void whatAHookOnlyMentionsIsAskedForIfItIsThere() {
    profile.devShell(true).shellHook(true);
    devShell = Optional.of(shell("echo " + MENTIONED));
    decide();
    assertThat(store.asked.getLast()).contains(MENTIONED);
    store.missing = List.of(MENTIONED);
    decide();
    assertThat(store.asked.getLast()).doesNotContain(MENTIONED).contains(SHELL);
  }

  @Test
  void theHookRunsBeforeTheAgentInTheBashOfTheSandbox() {
    profile.devShell(true).shellHook(true);
    devShell = Optional.of(shell("echo hello"));
    assertThat(decide().plan().command())
        .startsWith("/inside/bash", "--noprofile")
        .endsWith("/usr/bin/agent");
    profile.shellHook(false);
    assertThat(decide().plan().command()).containsExactly("/usr/bin/agent");
  }

  @Test
  void theLaterLayerDecidesAndWhatDoesNotCountIsSaid() {
    Decision decision =
        Decision.of(
            new LayerStack(
                definition(),
                List.of(profile.set("COLOUR", "red").profile()),
                List.of(layer("command line").set("COLOUR", "blue").built()),
                List.of(Remark.of("project.not-allowed", "a file does not count"))),
            answers());
    assertThat(decision.plan().environment().variables())
        .contains(
            new Variable.Set(
                "COLOUR",
                "blue",
                new Origin.Line(
                    "profile command line", new SourcePosition("command line.toml", 1, 1))));
    assertThat(decision.plan().remarks())
        .extracting(Remark::describe)
        .contains("a file does not count");
  }

  @Test
  void theSameAnswersGiveTheSameDecision() {
    profile.devShell(true);
    devShell = Optional.of(shell("true"));
    assertThat(decide()).isEqualTo(decide());
  }

  private Decision decide() {
    return Decision.of(stack(), answers());
  }

  private LayerStack stack() {
    return new LayerStack(definition(), List.of(profile.profile()), List.of(), List.of());
  }

  private Answers answers() {
    Policy policy =
        stack()
            .policy(machine.facts(), machine.repository(), machine.followed(), machine.editors());
    return new Answers(
        machine.facts(),
        machine.repository(),
        machine.followed(),
        machine.editors(),
        new Opened(Map.of(), Map.of()),
        machine.files().look(policy.paths(), policy.linkingPaths(), policy.globs()),
        Optional.empty(),
        LimitMeans.NOT_ASKED,
        new NixAnswers(devShell, List.of(), List.of()),
        new Answers.Kept(
            OF_PROJECT,
            SHARED,
            Path.of("/copies"),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Instant.EPOCH),
        agent,
        store);
  }

  private static AgentDefinition definition() {
    AgentDefinition plain = Layers.agent();
    return new AgentDefinition(
        plain.name(),
        plain.file(),
        plain.description(),
        plain.program(),
        Optional.of(
            new AgentDefinition.State(new Located<>("~/.agent", TEST), List.of(), List.of())),
        plain.notes(),
        plain.managed(),
        plain.follow(),
        plain.afterwards(),
        plain.ide(),
        plain.layer());
  }

  private static FoundAgent found(List<Path> storePaths) {
    return new FoundAgent(
        new AgentCommand(List.of("/usr/bin/agent"), List.of(), List.of()), storePaths);
  }

  private static DevEnv shell(String hook) {
    return new DevEnv(
        ".",
        List.of(new DevEnv.Exported("PATH", SHELL + "/bin"), new DevEnv.Local("shellHook", hook)),
        Map.of(),
        Optional.empty());
  }

  private static StorePath path(char digit, String name) {
    return new StorePath("/nix/store/" + String.valueOf(digit).repeat(32) + "-" + name);
  }

  /** Writes down what it is asked. */
  private static final class Store implements LaterAnswers {

    private final List<List<StorePath>> asked = new ArrayList<>();
    private List<StorePath> missing = List.of();

    @Override
    public Path hookBash(Environment environment) {
      return Path.of("/inside/bash");
    }

    @Override
    public boolean has(StorePath path) {
      return !missing.contains(path);
    }

    @Override
    public StoreClosure closure(List<StorePath> roots) {
      asked.add(roots);
      List<StorePath> all = new ArrayList<>(roots);
      all.add(LIBRARY);
      return new StoreClosure(all, 7);
    }
  }
}
