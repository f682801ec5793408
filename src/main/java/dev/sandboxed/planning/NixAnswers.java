package dev.sandboxed.planning;

import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.nix.shell.DevEnv;
import dev.sandboxed.policy.Policy;
import dev.sandboxed.policy.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Nix says for one launch.
 *
 * @param devShell all of the dev shell that the settings ask for
 * @param packages those that the settings ask for, built
 * @param steering globs of the variables that steer agents, which a dev shell does not set
 */
public record NixAnswers(
    Optional<DevEnv> devShell, List<Policy.NixPackage> packages, List<String> steering) {

  /** The answers where nothing was asked. */
  public static final NixAnswers NONE = new NixAnswers(Optional.empty(), List.of(), List.of());

  public NixAnswers {
    packages = List.copyOf(packages);
    steering = List.copyOf(steering);
  }

  /** The dev shell, as far as it is forwarded. */
  ForwardedShell forwarded(Settings settings, Path project) {
    return devShell
        .map(shell -> ForwardedShell.of(shell, project, settings.shellHook().value(), steering))
        .orElse(ForwardedShell.NONE);
  }

  /** The directories of programs that come before this machine's inside the sandbox. */
  List<String> path(Settings settings, Path project) {
    return Stream.concat(
            packages.stream().flatMap(added -> added.programs().stream()),
            forwarded(settings, project).path().stream())
        .toList();
  }
}
