package dev.sandboxed.policy;

import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.environment.ReservedVariables;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.EnvironmentRule;
import dev.sandboxed.profile.Layer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Merges the environment rules of all layers. A {@code set} beats every {@code pass}, except where
 * a later layer passes exactly that name.
 */
final class EnvironmentMerge {

  private static final String PATH =
      "directories of profiles, packages, dev shell, what is visible of yours, this machine's programs";

  static final String RUNTIME = "XDG_RUNTIME_DIR";
  private static final String DATA = "XDG_DATA_DIRS";

  private final Map<String, Variable.Set> set = new LinkedHashMap<>();
  private final Map<String, Variable.Pass> pass = new LinkedHashMap<>();
  private final Map<String, Variable.KeptOut> keptOut = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final String home;

  private EnvironmentMerge(HostFacts host) {
    home = host.person().home().toString();
  }

  /**
   * Merges everything that decides the environment.
   *
   * @param layers the agent's own first
   * @param moved the variables that move the agent's files on the host
   * @param ahead directories of programs that come first on PATH
   * @param person what of the person's own PATH and tools is inside
   * @throws UserFailure with every rule about a variable that a profile may not choose
   */
  static List<Variable> merge(
      HostFacts host,
      List<Layer> layers,
      List<AgentDefinition.Moved> moved,
      ForwardedShell shell,
      List<String> ahead,
      PersonPath person) {
    EnvironmentMerge rules = new EnvironmentMerge(host);
    shell.variables().forEach(variable -> rules.set.put(variable.name(), variable));
    layers.forEach(layer -> layer.environment().forEach(rules::consider));
    layers.stream()
        .skip(1)
        .flatMap(layer -> layer.environment().stream())
        .forEach(rule -> rules.refuseMoved(rule, moved));
    moved.forEach(rules::keepOut);
    if (!rules.problems.isEmpty()) {
      throw new UserFailure(rules.problems);
    }
    person.variables().stream()
        .filter(variable -> !rules.set.containsKey(variable.glob()))
        .forEach(variable -> rules.pass.putIfAbsent(variable.glob(), variable));
    List<String> first = Stream.concat(ahead.stream(), shell.path().stream()).toList();
    rules.own(host, shell, person.after(first));
    return Stream.of(rules.pass.values(), rules.set.values(), rules.keptOut.values())
        .<Variable>flatMap(Collection::stream)
        .toList();
  }

  private void consider(EnvironmentRule rule) {
    switch (rule) {
      case EnvironmentRule.Pass passed -> {
        if (ReservedVariables.ours(passed.glob())) {
          problems.add(reserved(passed.glob(), passed.origin()));
        }
        set.remove(passed.glob());
        pass.put(passed.glob(), new Variable.Pass(passed.glob(), passed.origin()));
      }
      case EnvironmentRule.Programs _ -> {}
      case EnvironmentRule.Set constant -> {
        if (ReservedVariables.ours(constant.name())) {
          problems.add(reserved(constant.name(), constant.origin()));
        }
        pass.remove(constant.name());
        set.put(
            constant.name(),
            new Variable.Set(constant.name(), atHome(constant.value()), constant.origin()));
      }
    }
  }

  /**
   * Agent definitions write the agent's directory as {@code ~/…}, and no shell expands that in a
   * variable.
   */
  private String atHome(String value) {
    return value.equals("~") || value.startsWith("~/") ? home + value.substring(1) : value;
  }

  /** Inside, the agent's files are in their usual place, whatever the person's variable says. */
  private void keepOut(AgentDefinition.Moved moved) {
    String name = moved.variable().value();
    if (!set.containsKey(name)) {
      keptOut.put(name, new Variable.KeptOut(name, moved.variable().origin()));
    }
  }

  private void refuseMoved(EnvironmentRule rule, List<AgentDefinition.Moved> moved) {
    String name =
        switch (rule) {
          case EnvironmentRule.Pass passed -> passed.glob();
          case EnvironmentRule.Programs _ -> "";
          case EnvironmentRule.Set constant -> constant.name();
        };
    moved.stream()
        .filter(one -> one.variable().value().equals(name))
        .findFirst()
        .ifPresent(one ->
            problems.add(
                new Problem(
                    "policy.moved-variable",
                    name
                        + " cannot be chosen for inside: what it names is at "
                        + one.place().value()
                        + " there"
                        + (rule.origin() instanceof Origin.Line
                            ? ""
                            : " (" + rule.origin().describe() + ")"),
                    rule.origin().where(),
                    "remove it, and set it where you start sandboxed")));
  }

  private void own(HostFacts host, ForwardedShell shell, List<String> path) {
    own("HOME", home, "your home, a private one with the granted entries");
    own("USER", host.person().name(), "you");
    own("LOGNAME", host.person().name(), "you");
    own("SANDBOXED", "1", "tells programs where they are");
    set.computeIfAbsent(
        "SHELL",
        name ->
            new Variable.Set(
                name, host.person().shell().toString(), new Origin.BuiltIn("your login shell")));
    set.computeIfAbsent(
        "TMPDIR",
        name -> new Variable.Set(name, "/tmp", new Origin.BuiltIn("private to the sandbox")));
    if (!pass.containsKey(RUNTIME)) {
      set.computeIfAbsent(
          RUNTIME,
          name ->
              new Variable.Set(
                  name,
                  Identity.RUNTIME_DIRECTORY.toString(),
                  new Origin.BuiltIn("private to the sandbox")));
    }
    own("PATH", String.join(":", path), PATH);
    if (!shell.dataDirectories().isEmpty() && !pass.containsKey(DATA)) {
      List<String> data = new ArrayList<>(shell.dataDirectories());
      // A layer's value goes last, as nix develop does with the value that was there before.
      Optional.ofNullable(set.get(DATA))
          .map(Variable.Set::value)
          .ifPresentOrElse(data::add, () -> data.addAll(List.of("/usr/local/share", "/usr/share")));
      own(DATA, String.join(":", data), "dev shell, then what was there");
    }
  }

  private void own(String name, String value, String why) {
    set.put(name, new Variable.Set(name, value, new Origin.BuiltIn(why)));
  }

  private static Problem reserved(String name, Origin origin) {
    return new Problem(
        "policy.reserved-variable",
        name
            + " is the sandbox's own"
            + (origin instanceof Origin.Line ? "" : " (" + origin.describe() + ")"),
        origin.where(),
        name.equals("PATH")
            ? "add a directory of programs instead: --path DIR, or path = [\"DIR\"] below [environment]"
            : "remove it from the profile");
  }
}
