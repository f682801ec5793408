package dev.sandboxed.policy;

import dev.sandboxed.problem.Located;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A dev shell's hook that runs inside, before the agent.
 *
 * @param text what the dev shell says
 * @param files what it takes to run it, by where that is inside; one is the {@link #SCRIPT}
 */
public record ShellHook(Located<String> text, Map<Path, String> files) {

  /** What bash reads: the surroundings that the hook expects, and the hook. */
  public static final Path SCRIPT = Path.of("/SANDBOX.bash");

  static final Path ATTRIBUTES_JSON = Path.of("/SANDBOX.attrs.json");
  static final Path ATTRIBUTES_BASH = Path.of("/SANDBOX.attrs.sh");

  public ShellHook {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }
}
