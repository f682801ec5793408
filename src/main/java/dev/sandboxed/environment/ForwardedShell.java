package dev.sandboxed.environment;

import dev.sandboxed.nix.shell.DevEnv;
import dev.sandboxed.problem.Remark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a dev shell that go into the sandbox.
 *
 * @param variables set to constants, except PATH and XDG_DATA_DIRS
 * @param path store directories that go in front of PATH
 * @param dataDirectories likewise for XDG_DATA_DIRS
 * @param roots store paths that the forwarded values name, and those that only the hook uses
 * @param dropped names that neither are forwarded nor reach the hook, as {@code NAME: why}
 * @param hook the hook, if it should run
 * @param ofTheHook a remark about the hook, if there is one
 */
public record ForwardedShell(
    List<Variable.Set> variables,
    List<String> path,
    List<String> dataDirectories,
    List<StoreRoot> roots,
    List<String> dropped,
    Optional<ShellHook> hook,
    Optional<Remark> ofTheHook) {

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
   * @param shellHook whether its hook should run, if it has one
   * @param steering globs of variables that steer the agents there are: they are not forwarded
   */
  public static ForwardedShell of(
      DevEnv shell, Path project, boolean shellHook, List<String> steering) {
    return new DevShellFilter(shell, project, shellHook, steering).sorted();
  }

  /** Remarks that a person should read. */
  public List<Remark> remarks() {
    List<Remark> remarks = new ArrayList<>();
    ofTheHook.ifPresent(remarks::add);
    if (!dropped.isEmpty()) {
      remarks.add(
          Remark.of(
              "devshell.not-forwarded",
              "not forwarded from the dev shell: " + String.join(", ", dropped)));
    }
    return remarks;
  }
}
