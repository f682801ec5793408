package dev.sandboxed.policy;

import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.environment.PassRules;
import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.tools.PersonTools;
import dev.sandboxed.names.Credentials;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.policy.paths.BaseSystem;
import dev.sandboxed.policy.paths.GitRules;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.policy.paths.ProgramDirectories;
import dev.sandboxed.policy.paths.Visibility;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.Layer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The variables of a sandbox. Which of the person's are passed decides what files come along, and
 * what is visible decides PATH, so they are decided in two steps.
 */
record DecidedVariables(
    HostFacts host,
    GitFacts git,
    List<Layer> layers,
    List<AgentDefinition.Moved> moved,
    ForwardedShell shell,
    List<Policy.NixPackage> packages) {

  private static final String CERTIFICATES = Credentials.BUNDLE.toString();

  private static final Origin OF_THE_SESSION =
      new Origin.BuiltIn("trusts the session's certificates, for the hosts of credentials");

  DecidedVariables {
    layers = List.copyOf(layers);
    moved = List.copyOf(moved);
    packages = List.copyOf(packages);
  }

  /** The names of the variables that rules pass, whatever is visible. */
  List<String> passed() {
    PersonPath nothing = path(PersonTools.NONE, List.of(), List.of());
    return PassRules.of(with(nothing)).passing(host.environment().variableNames());
  }

  /** What is visible of the person's PATH. */
  PersonPath path(PersonTools tools, List<Grant> grants, List<StoreRoot> roots) {
    return new PersonPath(
        host, tools, new Visibility(grants, BaseSystem.links(host), roots, tools.brought()));
  }

  /** All of them. */
  List<Variable> with(PersonPath path) {
    return Stream.of(
            // A layer that sets these overrides them.
            GitRules.variables(git),
            EnvironmentMerge.merge(host, layers, moved, shell, ahead(), path))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * The same variables with placeholders in the place of credentials, and with the file of
   * certificates that programs need for them.
   *
   * @param passed the names of the variables that rules pass
   */
  static List<Variable> withPlaceholders(
      List<Variable> variables, Optional<NetworkTier> tier, List<String> passed) {
    if (!(tier.orElse(null) instanceof NetworkTier.Allowlist allowlist)
        || allowlist.credentials().isEmpty()) {
      return variables;
    }
    Map<String, Variable> ours = new TreeMap<>();
    Stream.concat(
            Credentials.VARIABLES.stream().filter(name -> !sets(variables, name)),
            Credentials.FURTHER_VARIABLES.stream().filter(passed::contains))
        .forEach(name -> ours.put(name, new Variable.Set(name, CERTIFICATES, OF_THE_SESSION)));
    allowlist
        .credentials()
        .all()
        .forEach(one ->
            ours.put(
                one.variable(), new Variable.Set(one.variable(), one.placeholder(), one.origin())));
    return Stream.concat(
            variables.stream().filter(variable -> !ours.containsKey(name(variable))),
            ours.values().stream())
        .toList();
  }

  private static boolean sets(List<Variable> variables, String name) {
    return variables.stream()
        .anyMatch(variable -> variable instanceof Variable.Set set && set.name().equals(name));
  }

  private static String name(Variable variable) {
    return switch (variable) {
      case Variable.Set set -> set.name();
      case Variable.KeptOut out -> out.name();
      case Variable.Pass pass -> pass.glob();
    };
  }

  /**
   * Of these variables, those that hold. What a rule shows in the place of the private runtime
   * directory is none.
   */
  static List<Variable> holding(List<Variable> variables, List<Grant> grants) {
    return overRuntime(grants).isEmpty()
        ? variables
        : variables.stream().filter(variable -> !isPrivateRuntime(variable)).toList();
  }

  /** Says which of these variables does not hold, and why. */
  static Optional<Remark> remark(List<Variable> variables, List<Grant> grants) {
    return overRuntime(grants)
        .filter(grant -> variables.stream().anyMatch(DecidedVariables::isPrivateRuntime))
        .map(grant ->
            Remark.from(
                grant.origin(),
                "environment.no-runtime-directory",
                grant.path()
                    + " is not the sandbox's own, so XDG_RUNTIME_DIR is not set: --env XDG_RUNTIME_DIR passes yours"));
  }

  private static Optional<Grant> overRuntime(List<Grant> grants) {
    return grants.stream()
        .filter(grant -> Identity.RUNTIME_DIRECTORY.startsWith(grant.path()))
        .findFirst();
  }

  private static boolean isPrivateRuntime(Variable variable) {
    return variable instanceof Variable.Set set
        && set.name().equals(EnvironmentMerge.RUNTIME)
        && set.value().equals(Identity.RUNTIME_DIRECTORY.toString());
  }

  /** The directories of programs that layers and packages put in front of PATH. */
  private List<String> ahead() {
    return Stream.concat(
            ProgramDirectories.of(host, layers).stream().map(Located::value).map(Path::toString),
            packages.stream().flatMap(added -> added.programs().stream()))
        .toList();
  }
}
