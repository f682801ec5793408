package dev.sandboxed.host.machine;

import dev.sandboxed.files.Inquiry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What decides here whether an ordinary user may make namespaces.
 *
 * @param unprivileged Debian's kernel.unprivileged_userns_clone, if this kernel has it
 * @param most user.max_user_namespaces, if this kernel has it
 * @param appArmor kernel.apparmor_restrict_unprivileged_userns, which Ubuntu has since 24.04
 * @param container the file that says that this is a container, if one does
 */
public record KernelPermissions(
    Optional<String> unprivileged,
    Optional<String> most,
    Optional<String> appArmor,
    Optional<Path> container) {

  // In bytes; the kernel's settings are numbers.
  private static final int LONGEST_SETTING = 1 << 12;

  private static final List<Path> CONTAINER =
      List.of(Path.of("/.dockerenv"), Path.of("/run/.containerenv"));

  /** Looks at this machine. */
  public static KernelPermissions look(Inquiry inquiry) {
    return new KernelPermissions(
        setting(inquiry, "/proc/sys/kernel/unprivileged_userns_clone"),
        setting(inquiry, "/proc/sys/user/max_user_namespaces"),
        setting(inquiry, "/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
        CONTAINER.stream().filter(inquiry::exists).findFirst());
  }

  /** What to do where no sandbox can be made. */
  public String remedy() {
    if (unprivileged.equals(Optional.of("0"))) {
      return "user namespaces are off for ordinary users: sysctl kernel.unprivileged_userns_clone=1";
    }
    if (most.equals(Optional.of("0"))) {
      return "user namespaces are off: sysctl user.max_user_namespaces=65536";
    }
    if (isRestrictedByAppArmor()) {
      return "AppArmor restricts user namespaces to programs with a profile: use the distribution's bwrap, which has"
          + " one, or add a profile with \"userns,\" for this bwrap below /etc/apparmor.d";
    }
    if (container.isPresent()) {
      return "this is a container: run it with user namespaces and an unmasked /proc (docker run --security-opt"
          + " seccomp=unconfined --security-opt systempaths=unconfined), or run sandboxed outside it";
    }
    return "bubblewrap needs unprivileged user namespaces; see whether a sysctl, AppArmor, SELinux or a container"
        + " forbids them here";
  }

  /** Whether only programs with a profile of AppArmor may make user namespaces. */
  public boolean isRestrictedByAppArmor() {
    return appArmor.equals(Optional.of("1"));
  }

  private static Optional<String> setting(Inquiry inquiry, String file) {
    try {
      return Optional.of(inquiry.text(Path.of(file), LONGEST_SETTING).strip());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }
}
