package dev.sandboxed.policy;

import dev.sandboxed.environment.Environment;
import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.problem.Remark;
import java.util.List;
import java.util.Optional;

/**
 * All layers, merged: what the sandbox will be, but not yet how.
 *
 * @param remarks what a person should know: what is weaker than it could be, or left out
 * @param aftermath the things to look at when the session has ended
 */
public record ResolvedPolicy(
    Workplace workplace,
    Network network,
    KernelRules kernel,
    Filesystem filesystem,
    Environment environment,
    List<Remark> remarks,
    Aftermath aftermath) {

  public ResolvedPolicy {
    remarks = List.copyOf(remarks);
  }

  /** The agent's own directory, if it has one. */
  public Optional<AgentState> state() {
    return filesystem.state();
  }

  /** The store paths that are needed, without their closures. */
  public List<StoreRoot> storeRoots() {
    return filesystem.storeRoots();
  }
}
