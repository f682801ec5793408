package dev.sandboxed.environment;

import dev.sandboxed.problem.Located;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A dev shell's hook, which runs inside before the agent.
 *
 * @param text the hook as the dev shell has it
 * @param files the files needed to run it, by their path inside; one is the {@link #SCRIPT}
 */
public record ShellHook(Located<String> text, Map<Path, String> files) {

  /** The file that bash reads: the environment that the hook expects, and the hook. */
  public static final Path SCRIPT = Path.of("/SANDBOX.bash");

  static final Path ATTRIBUTES_JSON = Path.of("/SANDBOX.attrs.json");
  static final Path ATTRIBUTES_BASH = Path.of("/SANDBOX.attrs.sh");

  public ShellHook {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }
}
