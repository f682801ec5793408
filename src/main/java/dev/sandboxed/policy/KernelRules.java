package dev.sandboxed.policy;

import dev.sandboxed.host.Bubblewrap;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.machine.LimitMeans;
import dev.sandboxed.policy.limits.Limits;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.util.List;

/**
 * What is decided about the kernel.
 *
 * @param nestedUserNamespaces whether programs inside may make user namespaces themselves
 * @param paths the kernel's own files that do not look as it shows them
 * @param limits what a session is held to
 */
public record KernelRules(
    Located<Boolean> nestedUserNamespaces, List<KernelPath> paths, Limits limits) {

  public KernelRules {
    paths = List.copyOf(paths);
  }

  /**
   * The rules for a machine.
   *
   * @throws UserFailure if it cannot keep programs from making user namespaces, and no layer lets
   *     them, or if it cannot keep a limit
   */
  static KernelRules of(HostFacts host, Settings settings, LimitMeans means) {
    Located<Boolean> nestedUserNamespaces = settings.nestedUserNamespaces();
    if (!nestedUserNamespaces.value()) {
      refuseUnlessItCanDisable(host.bubblewrap());
    }
    return new KernelRules(
        nestedUserNamespaces, KernelPaths.of(host), Limits.of(settings.limits(), means));
  }

  private static void refuseUnlessItCanDisable(Bubblewrap bubblewrap) {
    bubblewrap
        .cannotDisableUserNamespaces()
        .ifPresent(why -> {
          throw new UserFailure(
              Problem.of(
                  "bwrap.cannot-disable-userns",
                  bubblewrap.program()
                      + " cannot keep programs inside from making user namespaces of their own: "
                      + why,
                  "install bubblewrap 0.8 or later; in a container, run it with a writable /proc/sys (docker run"
                      + " --security-opt systempaths=unconfined); or let them, with nested_userns = true below"
                      + " [kernel] in a profile, after reading docs/security.md"));
        });
  }
}
