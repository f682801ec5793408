package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import java.util.Optional;

/**
 * What a layer says about the kernel.
 *
 * @param nestedUserNamespaces whether programs in the sandbox may make user namespaces themselves
 */
public record KernelRequest(Optional<Located<Boolean>> nestedUserNamespaces) {

  public static final KernelRequest SILENT = new KernelRequest(Optional.empty());
}
