package dev.sandboxed.policy;

import dev.sandboxed.nix.DevEnv;
import dev.sandboxed.nix.StorePath;
import dev.sandboxed.problem.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of a dev shell goes into the sandbox.
 *
 * @param variables set to constants, PATH and XDG_DATA_DIRS apart
 * @param path directories of the store that go in front of PATH
 * @param dataDirectories likewise for XDG_DATA_DIRS
 * @param roots store paths that the forwarded values name
 * @param dropped what was not forwarded, as {@code NAME: why}
 */
public record ForwardedShell(
    List<Variable.Set> variables,
    List<String> path,
    List<String> dataDirectories,
    List<StoreRoot> roots,
    List<String> dropped) {

  public static final ForwardedShell NONE =
      new ForwardedShell(List.of(), List.of(), List.of(), List.of(), List.of());

  public ForwardedShell {
    variables = List.copyOf(variables);
    path = List.copyOf(path);
    dataDirectories = List.copyOf(dataDirectories);
    roots = List.copyOf(roots);
    dropped = List.copyOf(dropped);
  }

  /** Sorts a raw dev shell into what is forwarded and what is not. */
  public static ForwardedShell of(DevEnv shell) {
    List<Variable.Set> variables = new ArrayList<>();
    List<String> path = new ArrayList<>();
    List<String> data = new ArrayList<>();
    List<StoreRoot> roots = new ArrayList<>();
    List<String> dropped = new ArrayList<>();
    for (DevEnv.Variable variable : shell.variables()) {
      Origin origin = new Origin.DevShell(shell.installable(), variable.name());
      Optional<String> value = exported(variable);
      if (value.isEmpty()) {
        dropped.add(variable.name() + ": " + whyNotExported(variable));
      } else if (variable.name().equals("PATH")) {
        path.addAll(storeEntries(value.get()));
      } else if (variable.name().equals("XDG_DATA_DIRS")) {
        data.addAll(storeEntries(value.get()));
      } else {
        String why = ReservedVariables.whyNotForwarded(variable.name());
        if (why.isEmpty()) {
          variables.add(new Variable.Set(variable.name(), value.get(), origin));
          roots.addAll(roots(value.get(), origin));
        } else {
          dropped.add(variable.name() + ": " + why);
        }
      }
    }
    path.forEach(
        entry -> roots.addAll(roots(entry, new Origin.DevShell(shell.installable(), "PATH"))));
    data.forEach(entry ->
        roots.addAll(roots(entry, new Origin.DevShell(shell.installable(), "XDG_DATA_DIRS"))));
    shell.functions().forEach(name -> dropped.add(name + ": a shell function"));
    if (shell.structuredAttrs()) {
      dropped.add("structured attributes: they belong to the build");
    }
    return new ForwardedShell(variables, path, data, roots, dropped);
  }

  private static Optional<String> exported(DevEnv.Variable variable) {
    return variable instanceof DevEnv.Exported exported
        ? Optional.of(exported.value())
        : Optional.empty();
  }

  private static String whyNotExported(DevEnv.Variable variable) {
    return switch (variable) {
      case DevEnv.Exported exported -> "";
      case DevEnv.Local local -> "not exported";
      case DevEnv.Indexed array -> "an array, which no environment holds";
      case DevEnv.Associative array -> "an associative array, which no environment holds";
    };
  }

  /**
   * What a build put on a search path outside the store ({@code /path-not-set}, {@code /usr/bin})
   * is not the shell's.
   */
  private static List<String> storeEntries(String searchPath) {
    return Stream.of(searchPath.split(":", -1))
        .filter(entry -> StorePath.containing(entry).isPresent())
        .distinct()
        .toList();
  }

  private static List<StoreRoot> roots(String value, Origin origin) {
    return StorePath.namedIn(value).stream().map(path -> new StoreRoot(path, origin)).toList();
  }
}
