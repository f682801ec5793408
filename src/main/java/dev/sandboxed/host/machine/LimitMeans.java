package dev.sandboxed.host.machine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a session can be held to limits on this machine.
 *
 * @param countsTasksByNamespace whether the kernel counts the processes of a user namespace on
 *     their own, and stops them at a number
 * @param groups for what all processes use together
 * @param mkdir from coreutils, like the next
 * @param setsid from util-linux
 */
public record LimitMeans(
    boolean countsTasksByNamespace,
    ControlGroups groups,
    Optional<Path> mkdir,
    Optional<Path> rmdir,
    Optional<Path> setsid) {

  /** A machine that nobody has asked. */
  public static final LimitMeans NOT_ASKED =
      new LimitMeans(
          false, ControlGroups.NOT_ASKED, Optional.empty(), Optional.empty(), Optional.empty());
}
