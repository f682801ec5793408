package dev.sandboxed.environment;

import dev.sandboxed.nix.shell.DevEnv;
import dev.sandboxed.problem.Quoted;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Bash that sets up the environment that a dev shell's hook expects, and runs the hook. Everything
 * that comes from Nix is in single quotes, except names that need none, so bash reports an error in
 * one part for that part alone.
 */
final class HookScript {

  // Function names may contain more, but bash takes these for a word anywhere.
  private static final Pattern FUNCTION = Pattern.compile("[A-Za-z0-9_.:@+,/-]+");

  private final OutputPaths outputs;
  private final StringBuilder text =
      new StringBuilder(
          """
          # Written by sandboxed. Bash reads this inside, before the agent starts: the dev shell as its shellHook expects it,
          # then the shellHook. Variables that are already set stay as they are.
          """);

  HookScript(OutputPaths outputs) {
    this.outputs = outputs;
    for (String name : new String[] {"NIX_BUILD_TOP", "TMP", "TEMP", "TEMPDIR"}) {
      declare(name, name + "=${TMPDIR:-/tmp}");
    }
  }

  /** Adds a variable that is not exported. */
  void add(DevEnv.Variable variable) {
    String name = variable.name();
    switch (variable) {
      case DevEnv.Exported exported -> declare(name, name + "=" + quoted(exported.value()));
      case DevEnv.Local local -> declare(name, name + "=" + quoted(local.value()));
      case DevEnv.Indexed array ->
          declare(
              name,
              "declare -a "
                  + name
                  + array.values().stream()
                      .map(this::quoted)
                      .collect(Collectors.joining(" ", "=(", ")")));
      case DevEnv.Associative array ->
          declare(
              name,
              "declare -A "
                  + name
                  + new TreeMap<>(array.values())
                      .entrySet().stream()
                          .map(this::entry)
                          .collect(Collectors.joining(" ", "=(", ")")));
    }
  }

  private String entry(Map.Entry<String, String> entry) {
    return "[" + quoted(entry.getKey()) + "]=" + quoted(entry.getValue());
  }

  private void declare(String name, String declaration) {
    text.append("[[ -v ").append(name).append(" ]] || ").append(declaration).append('\n');
  }

  static boolean canName(String function) {
    return FUNCTION.matcher(function).matches();
  }

  /** Adds a function. */
  void add(String function, String body) {
    evaluate(function + " ()\n{\n" + body + "\n}");
  }

  /** Adds the hook, the last part. */
  String ending(String hook) {
    evaluate(hook);
    return text.toString();
  }

  private void evaluate(String bash) {
    text.append("eval ").append(quoted(bash)).append('\n');
  }

  private String quoted(String said) {
    return Quoted.forShell(outputs.in(said));
  }
}
