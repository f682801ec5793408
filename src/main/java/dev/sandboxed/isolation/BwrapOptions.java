package dev.sandboxed.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of bubblewrap's command line that isolates. A launch, the probe that tries whether this
 * machine allows one, and each confined run of Nix are made of it.
 *
 * @param namespaces those that it makes
 * @param nestedUserNamespaces whether what runs inside may make user namespaces of its own
 * @param self who runs inside; empty for who runs bubblewrap
 * @param capabilities those that are left, such as {@code CAP_CHOWN}
 */
public record BwrapOptions(
    List<Namespace> namespaces,
    boolean nestedUserNamespaces,
    Optional<Self> self,
    List<String> capabilities) {

  /** The kernel kills all inside when the program that started bubblewrap ends. */
  public static final String ENDS_WITH_PARENT = "--die-with-parent";

  /** The processes inside, and a few devices, at their usual places. */
  public static final List<String> PROC_AND_DEV = List.of("--proc", "/proc", "--dev", "/dev");

  /**
   * Who runs inside.
   *
   * @param hostName the name of the machine as it is seen inside
   */
  public record Self(int uid, int gid, String hostName) {}

  public BwrapOptions {
    namespaces = List.copyOf(namespaces);
    capabilities = List.copyOf(capabilities);
  }

  /** Options without any capability, for the person who runs bubblewrap. */
  public static BwrapOptions of(List<Namespace> namespaces, boolean nestedUserNamespaces) {
    return new BwrapOptions(namespaces, nestedUserNamespaces, Optional.empty(), List.of());
  }

  /** The words, in a fixed order. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    namespaces.forEach(namespace -> words.add(unshare(namespace)));
    if (!nestedUserNamespaces) {
      // The second option fails if the first one did not work.
      words.addAll(List.of("--disable-userns", "--assert-userns-disabled"));
    }
    self.ifPresent(one -> {
      words.addAll(List.of("--uid", Integer.toString(one.uid())));
      words.addAll(List.of("--gid", Integer.toString(one.gid())));
      words.addAll(List.of("--hostname", one.hostName()));
    });
    words.add(ENDS_WITH_PARENT);
    // bwrap drops capabilities on its own, but not for uid 0.
    words.addAll(List.of("--cap-drop", "ALL"));
    capabilities.forEach(capability -> words.addAll(List.of("--cap-add", capability)));
    return List.copyOf(words);
  }

  /** The word that makes one namespace. */
  public static String unshare(Namespace namespace) {
    return switch (namespace) {
      case USER -> "--unshare-user";
      case PID -> "--unshare-pid";
      case IPC -> "--unshare-ipc";
      case UTS -> "--unshare-uts";
      case CGROUP -> "--unshare-cgroup";
      case NETWORK -> "--unshare-net";
    };
  }
}
