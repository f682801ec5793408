package dev.sandboxed.environment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The rules that pass the host's variables through, as the launcher reads them: the first line that
 * matches a name decides, and a line that starts with {@code !} keeps the variable out.
 *
 * @param lines names, then the names that no glob may match, then globs
 */
public record PassRules(List<String> lines) {

  public PassRules {
    lines = List.copyOf(lines);
  }

  /** The rules of a merged environment. */
  public static PassRules of(List<Variable> environment) {
    List<String> names = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    List<String> globs = new ArrayList<>();
    for (Variable variable : environment) {
      switch (variable) {
        case Variable.Set set -> kept.add("!" + set.name());
        case Variable.KeptOut out -> kept.add("!" + out.name());
        case Variable.Pass pass ->
            (VariableGlob.isName(pass.glob()) ? names : globs).add(pass.glob());
      }
    }
    ReservedVariables.guarded().forEach(guarded -> kept.add("!" + guarded));
    List<String> lines = new ArrayList<>(names);
    if (!globs.isEmpty()) {
      lines.addAll(kept);
      lines.addAll(globs);
    }
    return new PassRules(lines);
  }

  /** The names that are passed, sorted. */
  public List<String> passing(Collection<String> names) {
    return names.stream().filter(this::passes).sorted().toList();
  }

  private boolean passes(String name) {
    for (String line : lines) {
      boolean keepsOut = line.startsWith("!");
      if (VariableGlob.matches(keepsOut ? line.substring(1) : line, name)) {
        return !keepsOut;
      }
    }
    return false;
  }
}
