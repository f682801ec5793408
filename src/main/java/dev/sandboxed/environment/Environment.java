package dev.sandboxed.environment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The environment of everything inside; the rest of the host's is left out.
 *
 * @param passedNames the host's variables that are passed through, as they are now
 * @param hook the dev shell's hook, which runs before the agent, if it should
 */
public record Environment(
    List<Variable> variables, List<String> passedNames, Optional<ShellHook> hook) {

  private static final String PATH = "PATH";

  public Environment {
    variables = List.copyOf(variables);
    passedNames = List.copyOf(passedNames);
  }

  /** The same environment with more directories at the end of PATH, if it sets one. */
  public Environment withPath(List<String> last) {
    return last.isEmpty()
        ? this
        : new Environment(
            variables.stream().map(variable -> withPath(variable, last)).toList(),
            passedNames,
            hook);
  }

  private static Variable withPath(Variable variable, List<String> last) {
    return variable instanceof Variable.Set set && set.name().equals(PATH)
        ? new Variable.Set(
            PATH,
            String.join(":", Stream.concat(Stream.of(set.value()), last.stream()).toList()),
            set.origin())
        : variable;
  }
}
