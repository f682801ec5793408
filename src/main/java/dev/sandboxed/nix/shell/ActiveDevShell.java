package dev.sandboxed.nix.shell;

import dev.sandboxed.nix.shell.DevEnv.Exported;
import dev.sandboxed.nix.shell.DevEnv.Variable;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The dev shell that the command already runs in, entered with direnv, {@code nix develop}, {@code
 * nix-shell}, devbox or devenv: what {@code --devshell=env} asks for. Where there is none, what
 * PATH has of the store, such as a profile of Nix, counts as one that has no variables.
 *
 * <p>An environment does not say which of its variables were set by a dev shell. So the rule is
 * narrow: a variable belongs to the dev shell if its value names a store path. All others may be
 * secrets and are left out, except {@code IN_NIX_SHELL}. Only those entries of {@code PATH} that
 * are in the store are kept, in their order. What the shell itself keeps there ({@code _}, {@code
 * PWD}, {@code OLDPWD}) shows where the person is, and is left out too.
 */
public final class ActiveDevShell {

  /** What people write, and what messages call it. */
  public static final String INSTALLABLE = "env";

  private static final String MARK = "IN_NIX_SHELL";

  // What tells that some dev shell has been entered.
  private static final Set<String> MARKS =
      Set.of(MARK, "DIRENV_DIR", "DEVBOX_SHELL_ENABLED", "DEVENV_ROOT", "DEVENV_PROFILE");

  private static final String PATH = "PATH";

  private static final Set<String> KEPT_BY_THE_SHELL = Set.of("_", "PWD", "OLDPWD");

  private ActiveDevShell() {}

  /**
   * The dev shell around this process.
   *
   * @param environment of this process; those entries of PATH that lead into the store by links are
   *     what they lead to
   * @return only {@link Exported} variables, sorted by name
   * @throws UserFailure {@code devshell.none-active} if there is no dev shell around the command
   */
  public static DevEnv in(Map<String, String> environment) {
    SortedMap<String, String> kept = new TreeMap<>(environment);
    kept.keySet().removeAll(KEPT_BY_THE_SHELL);
    boolean entered = MARKS.stream().anyMatch(environment::containsKey);
    if (!entered) {
      kept.keySet().retainAll(Set.of(PATH));
    }
    kept.computeIfPresent(PATH, (name, value) -> storeEntries(value));
    kept.values().removeIf(value -> StorePath.namedIn(value).isEmpty());
    if (kept.isEmpty()) {
      throw noneActive(
          entered
              ? "no variable names a path in " + StorePath.STORE
              : "neither %s nor DIRENV_DIR is set, and nothing on PATH is in %s"
                  .formatted(MARK, StorePath.STORE));
    }
    Stream.ofNullable(environment.get(MARK)).forEach(value -> kept.put(MARK, value));
    List<Variable> variables = new ArrayList<>();
    kept.forEach((name, value) -> variables.add(new Exported(name, value)));
    return new DevEnv(INSTALLABLE, variables, Map.of(), Optional.empty());
  }

  // Dots are resolved first: /nix/store/HASH-name/../../../home is not in the store.
  private static String storeEntries(String path) {
    return Stream.of(path.split(":"))
        .filter(entry -> StorePath.containing(Path.of(entry).normalize().toString()).isPresent())
        .collect(Collectors.joining(":"));
  }

  private static UserFailure noneActive(String why) {
    return new UserFailure(
        Problem.of(
            "devshell.none-active",
            "there is no dev shell around this command: " + why,
            "Enter it first (direnv allow, or nix develop), or use --devshell to have it"
                + " evaluated. A profile of Nix that the project keeps counts once you have"
                + " allowed it: sandboxed allow"));
  }
}
