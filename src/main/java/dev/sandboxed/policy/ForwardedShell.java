package dev.sandboxed.policy;

import dev.sandboxed.nix.DevEnv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of a dev shell goes into the sandbox.
 *
 * @param variables set to constants, PATH and XDG_DATA_DIRS apart
 * @param path directories of the store that go in front of PATH
 * @param dataDirectories likewise for XDG_DATA_DIRS
 * @param roots store paths that the forwarded values name, and whatever the hook has to itself
 * @param dropped what is neither forwarded nor there for the hook, as {@code NAME: why}
 * @param hook the hook, where it is to run
 * @param ofTheHook what a person should know of the hook, if anything
 */
public record ForwardedShell(
    List<Variable.Set> variables,
    List<String> path,
    List<String> dataDirectories,
    List<StoreRoot> roots,
    List<String> dropped,
    Optional<ShellHook> hook,
    Optional<String> ofTheHook) {

  public static final ForwardedShell NONE =
      new ForwardedShell(
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty());

  public ForwardedShell {
    variables = List.copyOf(variables);
    path = List.copyOf(path);
    dataDirectories = List.copyOf(dataDirectories);
    roots = List.copyOf(roots);
    dropped = List.copyOf(dropped);
  }

  /**
   * Sorts a raw dev shell into what is forwarded and what is not.
   *
   * @param project where the dev shell's own outputs would be
   * @param shellHook whether its hook is to run, if it has one
   */
  public static ForwardedShell of(DevEnv shell, Path project, boolean shellHook) {
    return new ShellSorting(shell, project, shellHook).sorted();
  }

  /** What a person should know. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    ofTheHook.ifPresent(remarks::add);
    if (!dropped.isEmpty()) {
      remarks.add("not forwarded from the dev shell: " + String.join(", ", dropped));
    }
    return remarks;
  }
}
