package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import java.util.Optional;

/**
 * What a layer says about the dev shell.
 *
 * @param enable on or off; empty where the layer is silent
 * @param installable for example {@code .#default}, or {@code env} for the dev shell already around
 *     the command
 */
public record DevShellWish(
    Optional<Located<Boolean>> enable, Optional<Located<String>> installable) {

  public static final DevShellWish SILENT = new DevShellWish(Optional.empty(), Optional.empty());
}
