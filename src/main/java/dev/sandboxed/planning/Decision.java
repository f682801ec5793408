package dev.sandboxed.planning;

import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.launch.Preparation;
import dev.sandboxed.nix.store.StoreClosure;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.plan.AgentCommand;
import dev.sandboxed.plan.Planner;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.StoreMounts;
import dev.sandboxed.policy.AgentState;
import dev.sandboxed.policy.KeptFacts;
import dev.sandboxed.policy.Policy;
import dev.sandboxed.policy.ResolvedPolicy;
import dev.sandboxed.policy.Settings;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is decided for one launch. It follows from the layers and the answers alone: the same ones
 * give the same decision, on any machine.
 *
 * @param state the agent's own directory, if it has one
 * @param preparation the things that a launch makes or checks before the sandbox starts
 */
public record Decision(SandboxPlan plan, Optional<AgentState> state, Preparation preparation) {

  private static final Origin PROGRAM = new Origin.Host("the agent's program");

  private static final Origin NEEDED = new Origin.BuiltIn("needed at run time by what is above");

  /**
   * Decides.
   *
   * @throws dev.sandboxed.problem.UserFailure with everything that prevents a plan
   */
  public static Decision of(LayerStack stack, Answers answers) {
    HostFacts host = answers.host();
    LayerStack opened = stack.with(answers.opened());
    Policy policy = opened.policy(host, answers.git(), answers.followed(), answers.editors());
    Settings settings = policy.settings();
    ResolvedPolicy resolved =
        policy.resolve(
            answers.files(),
            answers.nix().forwarded(settings, host.project().directory()),
            answers.nix().packages(),
            kept(answers, settings, opened.remarks()),
            answers.limits(),
            answers.network());
    AgentCommand found = answers.agent().command();
    AgentCommand command =
        resolved.environment().hook().isPresent()
            ? found.after(answers.later().hookBash(resolved.environment()))
            : found;
    List<StoreRoot> roots = roots(resolved, answers);
    SandboxPlan plan = Planner.plan(resolved, command, mounts(roots, answers.later()));
    return new Decision(
        plan,
        resolved.state(),
        Preparation.of(
            plan,
            resolved.state(),
            resolved.filesystem().copies(),
            host.toolDirectories(),
            Stream.concat(host.own().unmoved().stream(), policy.originals(answers.files()).stream())
                .toList(),
            answers.kept().repository()));
  }

  private static KeptFacts kept(Answers answers, Settings settings, List<Remark> remarks) {
    Answers.Kept kept = answers.kept();
    Optional<Path> instance =
        switch (settings.state().value()) {
          case PROJECT -> Optional.of(kept.ofProject());
          case SHARED -> Optional.of(kept.shared());
          case EPHEMERAL -> Optional.empty();
        };
    return new KeptFacts(
        instance,
        answers.host().bubblewrap().perl().map(_ -> kept.copies()),
        kept.snapshot(),
        kept.logins(),
        kept.now(),
        remarks);
  }

  /** Everything in the plan that lies in the store, without the optional paths that are missing. */
  private static List<StoreRoot> roots(ResolvedPolicy resolved, Answers answers) {
    return Stream.concat(
            resolved.storeRoots().stream()
                .filter(root -> root.required() || answers.later().has(root.path())),
            answers.agent().storePaths().stream()
                .flatMap(path -> StorePath.containing(path.toString()).stream())
                .map(path -> new StoreRoot(path, PROGRAM)))
        .toList();
  }

  /** The closure of the roots, each path with its reason. */
  private static StoreMounts mounts(List<StoreRoot> roots, LaterAnswers later) {
    if (roots.isEmpty()) {
      return StoreMounts.NONE;
    }
    StoreClosure closure = later.closure(roots.stream().map(StoreRoot::path).toList());
    Map<Path, Origin> reasons = new TreeMap<>();
    closure.paths().forEach(path -> reasons.put(Path.of(path.path()), NEEDED));
    roots.forEach(root -> reasons.put(Path.of(root.path().path()), root.origin()));
    return new StoreMounts(reasons, closure.bytes());
  }
}
