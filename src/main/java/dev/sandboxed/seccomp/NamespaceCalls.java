package dev.sandboxed.seccomp;

import static dev.sandboxed.seccomp.Rule.refused;
import static dev.sandboxed.seccomp.SystemCall.ABSENT;
import static dev.sandboxed.seccomp.SystemCall.everywhere;

import java.util.List;
import java.util.stream.Stream;

/** Calls that make a namespace in which mounts do not hold, or change a mount. */
final class NamespaceCalls {

  // linux/sched.h. CLONE_NEWTIME is a flag of unshare alone: in clone, its bit is part of a
  // signal's number.
  private static final int NEW_MOUNT = 0x00020000;
  private static final int UNTRACED = 0x00800000;
  private static final int NEW_CGROUP = 0x02000000;
  private static final int NEW_UTS = 0x04000000;
  private static final int NEW_IPC = 0x08000000;
  private static final int NEW_USER = 0x10000000;
  private static final int NEW_PID = 0x20000000;
  private static final int NEW_NETWORK = 0x40000000;

  // linux/sched.h: the flags of unshare that make no namespace: CLONE_FS, CLONE_FILES,
  // CLONE_SYSVSEM, CLONE_VM, CLONE_SIGHAND, CLONE_THREAD. All others are refused, including any
  // that a later kernel may use for a namespace.
  private static final int NO_NAMESPACE = 0x00000200 | 0x00000400 | 0x00040000 | 0x00010900;

  // Namespaces in which masks and read-only mounts still hold: no mount can be made or moved there.
  private static final int HARMLESS = NEW_USER | NEW_PID | NEW_NETWORK | NEW_IPC | NEW_UTS;

  private static final SystemCall CLONE = new SystemCall("clone", 56, 120, 220, 120);
  private static final SystemCall UNSHARE = new SystemCall("unshare", 272, 310, 97, 337);

  private NamespaceCalls() {}

  /**
   * In a nested mount namespace, the mount points of this one are not mount points, so masked files
   * could be renamed away. The flags of clone3 are in memory, where no filter can look.
   */
  static List<Rule> namespaces(boolean nested) {
    String why = "masks do not hold in a nested mount namespace";
    int clone = NEW_MOUNT | NEW_CGROUP | (nested ? 0 : HARMLESS);
    int unshare = ~(NO_NAMESPACE | (nested ? HARMLESS : 0));
    return List.of(
        refused(CLONE, why, new Condition.HasAny(0, clone)),
        refused(CLONE, "nobody who observes would see it", new Condition.HasAny(0, UNTRACED)),
        new Rule(everywhere("clone3", 435), List.of(), Verdict.ENOSYS, "its flags are in memory"),
        refused(UNSHARE, why, new Condition.HasAny(0, unshare)),
        refused(new SystemCall("setns", 308, 346, 268, 375), why));
  }

  /** Every call that makes, moves or changes a mount, whichever namespace it is in. */
  static List<Rule> mounts() {
    return Stream.of(
            new SystemCall("mount", 165, 21, 40, 21),
            new SystemCall("umount", ABSENT, 22, ABSENT, ABSENT),
            new SystemCall("umount2", 166, 52, 39, 52),
            new SystemCall("pivot_root", 155, 217, 41, 218),
            everywhere("open_tree", 428),
            everywhere("move_mount", 429),
            everywhere("fsopen", 430),
            everywhere("fsconfig", 431),
            everywhere("fsmount", 432),
            everywhere("fspick", 433),
            everywhere("mount_setattr", 442),
            everywhere("open_tree_attr", 467))
        .map(call -> refused(call, "mounts are what masks are made of"))
        .toList();
  }
}
