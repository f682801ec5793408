package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import java.util.Optional;

/**
 * What a layer says about the dev shell.
 *
 * @param enable on or off; empty if the layer is silent
 * @param installable for example {@code .#default}, or {@code env} for the dev shell that the
 *     command is already in
 * @param shellHook whether its hook runs inside, before the agent; empty if the layer is silent
 */
public record DevShellRequest(
    Optional<Located<Boolean>> enable,
    Optional<Located<String>> installable,
    Optional<Located<Boolean>> shellHook) {

  public static final DevShellRequest SILENT =
      new DevShellRequest(Optional.empty(), Optional.empty(), Optional.empty());
}
