package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The bubblewrap that will be executed.
 *
 * @param program absolute path
 * @param major first part of its version
 * @param minor second part of its version
 * @param cannotDisableUserNamespaces why it cannot keep a sandbox on this machine from making user
 *     namespaces itself, if it cannot
 * @param unshare the program that starts it in mounts that the host's later mounts do not reach;
 *     empty if this machine forbids that
 * @param perl the program that mounts symlinks there; empty if this machine cannot do that
 */
public record Bubblewrap(
    Path program,
    int major,
    int minor,
    Optional<String> cannotDisableUserNamespaces,
    Optional<Path> unshare,
    Optional<Path> perl) {

  /**
   * Stands for one that was not found while other things are looked at. No plan is ever made with
   * it.
   */
  public static final Bubblewrap NONE =
      new Bubblewrap(Path.of("bwrap"), 0, 0, Optional.empty(), Optional.empty(), Optional.empty());

  public String version() {
    return major + "." + minor;
  }

  /**
   * Whether set-up is safe from a symlink that a running agent plants below a mount point
   * (CVE-2026-87766, fixed in 0.12).
   */
  public boolean refusesSymlinkedMountPoints() {
    return major > 0 || minor >= 12;
  }
}
