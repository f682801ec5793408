package dev.sandboxed.export;

import dev.sandboxed.seccomp.Architecture;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a person says about a bundle that is not in its plan.
 *
 * @param arguments the agent's, after those of the plan
 * @param terminal whether the runtime gives the agent a terminal
 * @param variables the passed variables that are written down, with their values
 * @param passed the names of all variables that a launch would pass now
 * @param architecture of this machine's own programs
 */
public record Wishes(
    List<String> arguments,
    boolean terminal,
    Map<String, String> variables,
    List<String> passed,
    Architecture architecture) {

  public Wishes {
    arguments = List.copyOf(arguments);
    variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    passed = List.copyOf(passed);
  }
}
