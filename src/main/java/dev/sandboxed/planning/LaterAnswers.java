package dev.sandboxed.planning;

import dev.sandboxed.environment.Environment;
import dev.sandboxed.nix.store.StoreClosure;
import dev.sandboxed.nix.store.StorePath;
import java.nio.file.Path;
import java.util.List;

/** What can be asked only while a plan is made, because the resolved policy says what to ask. */
public interface LaterAnswers {

  /**
   * The bash that runs a dev shell's hook, by its path inside.
   *
   * @param environment the sandbox's
   * @throws dev.sandboxed.problem.UserFailure if there is none
   */
  Path hookBash(Environment environment);

  /** Whether the store has a path. */
  boolean has(StorePath path);

  /**
   * Store paths with everything they need at run time.
   *
   * @param roots at least one
   */
  StoreClosure closure(List<StorePath> roots);
}
