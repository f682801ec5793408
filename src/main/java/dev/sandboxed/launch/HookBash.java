package dev.sandboxed.launch;

import dev.sandboxed.environment.Environment;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;

/** Finds the bash that runs a dev shell's hook: inside, it is the first on PATH, as it is here. */
public final class HookBash {

  private HookBash() {}

  /**
   * Its path inside the sandbox.
   *
   * @param environment the sandbox's; every directory on its PATH is also one of this machine
   * @throws UserFailure if there is none
   */
  public static Path of(Inquiry inquiry, Environment environment) {
    return environment.variables().stream()
        .filter(Variable.Set.class::isInstance)
        .map(Variable.Set.class::cast)
        .filter(variable -> variable.name().equals("PATH"))
        .flatMap(path -> Programs.on(inquiry, path.value()).find("bash").stream())
        .findFirst()
        .orElseThrow(() ->
            new UserFailure(
                Problem.of(
                    "devshell.no-bash",
                    "the dev shell's shellHook needs bash, and there is none on the sandbox's PATH",
                    "add bash to the dev shell, or set shell_hook = false below [devshell]")));
  }
}
