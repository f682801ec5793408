package dev.sandboxed.environment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The environment of everything inside; the rest of the host's is left out.
 *
 * @param passedNames the host's variables that are passed through, as they are now
 * @param hook the dev shell's hook, which runs before the agent, if it should
 */
public record Environment(
    List<Variable> variables, List<String> passedNames, Optional<ShellHook> hook) {

  private static final String PATH = "PATH";

  private static final List<Path> MACHINE =
      List.of(Path.of("/usr"), Path.of("/bin"), Path.of("/sbin"));

  public Environment {
    variables = List.copyOf(variables);
    passedNames = List.copyOf(passedNames);
  }

  /** The same environment with more directories on PATH, in front of this machine's programs. */
  public Environment withPath(List<String> more) {
    return more.isEmpty()
        ? this
        : new Environment(
            variables.stream().map(variable -> withPath(variable, more)).toList(),
            passedNames,
            hook);
  }

  private static Variable withPath(Variable variable, List<String> more) {
    if (!(variable instanceof Variable.Set set && set.name().equals(PATH))) {
      return variable;
    }
    List<String> entries = new ArrayList<>(List.of(set.value().split(":")));
    int machine = 0;
    while (machine < entries.size() && !isOfTheMachine(entries.get(machine))) {
      machine++;
    }
    entries.addAll(
        machine, more.stream().distinct().filter(Predicate.not(entries::contains)).toList());
    return new Variable.Set(PATH, String.join(":", entries), set.origin());
  }

  private static boolean isOfTheMachine(String entry) {
    return MACHINE.stream().anyMatch(Path.of(entry)::startsWith);
  }
}
