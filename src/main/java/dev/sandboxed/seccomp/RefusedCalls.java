package dev.sandboxed.seccomp;

import java.util.List;
import java.util.stream.Stream;

/**
 * The table of system calls that are refused, in groups that each keep one promise.
 *
 * <p>The numbers are from asm/unistd.h of each architecture. Calls that are newer than all of them
 * are refused without a row: see {@link FilterProgram}.
 */
public final class RefusedCalls {

  private RefusedCalls() {}

  /**
   * All rules.
   *
   * @param nestedUserNamespaces whether programs inside may make namespaces in which no mount can
   *     be made
   */
  public static List<Rule> of(boolean nestedUserNamespaces) {
    // Frequent calls come first, of those that depend on arguments: the kernel itself remembers
    // which calls are always allowed.
    return Stream.of(
            FileCalls.setIdBits(),
            TerminalCalls.terminal(),
            FileCalls.snapshots(),
            SocketCalls.sockets(),
            NamespaceCalls.namespaces(nestedUserNamespaces),
            ProcessCalls.outerGroup(),
            ProcessCalls.firstProcess(),
            KernelCalls.observers(),
            NamespaceCalls.mounts(),
            KernelCalls.keyrings(),
            KernelCalls.rings(),
            KernelCalls.administration())
        .flatMap(List::stream)
        .toList();
  }
}
