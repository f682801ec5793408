package dev.sandboxed.seccomp;

import static dev.sandboxed.seccomp.SystemCall.ABSENT;
import static dev.sandboxed.seccomp.SystemCall.everywhere;

import java.util.List;
import java.util.stream.Stream;

/**
 * The table of system calls that are refused, in groups that each keep one promise.
 *
 * <p>The numbers are from asm/unistd.h of each architecture.
 */
public final class RefusedCalls {

  // linux/sched.h. CLONE_NEWTIME is a flag of unshare alone: in clone, its bit is part of a
  // signal's number.
  private static final int NEW_MOUNT = 0x00020000;
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

  // linux/stat.h: S_ISUID, S_ISGID.
  private static final int SET_ID = 06000;

  // asm-generic/fcntl.h: O_CREAT, and the bit that only O_TMPFILE has. Without them the mode is
  // whatever the register holds.
  private static final int CREATES = 0100 | 020000000;

  // asm-generic/ioctls.h.
  private static final int TIOCSTI = 0x5412;
  private static final int TIOCLINUX = 0x541C;
  private static final int TIOCEXCL = 0x540C;
  private static final int TIOCSETD = 0x5423;

  // asm/signal.h: signals that end a process and that the launcher does not catch: SIGILL, SIGTRAP,
  // SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGSEGV, SIGALRM, SIGSTKFLT, SIGXCPU, SIGXFSZ, SIGVTALRM,
  // SIGPROF, SIGIO, SIGPWR, SIGSYS. The real-time signals come after 31.
  private static final List<Integer> UNHANDLED =
      List.of(4, 5, 6, 7, 8, 9, 11, 14, 16, 24, 25, 26, 27, 29, 30, 31);
  private static final int LAST_STANDARD_SIGNAL = 31;

  // linux/pidfd.h: PIDFD_SIGNAL_PROCESS_GROUP. sys/resource.h: PRIO_PGRP. linux/ioprio.h:
  // IOPRIO_WHO_PGRP.
  private static final int SIGNAL_GROUP = 1 << 2;
  private static final int PRIORITY_OF_GROUP = 1;
  private static final int IO_PRIORITY_OF_GROUP = 2;

  // sys/socket.h: AF_VSOCK. linux/net.h: SYS_SOCKET, by which socketcall makes a socket.
  private static final int VSOCK = 40;
  private static final int MAKE_SOCKET = 1;

  private static final SystemCall OPENAT = new SystemCall("openat", 257, 295, 56, 322);
  private static final SystemCall OPEN = new SystemCall("open", 2, 5, ABSENT, 5);
  private static final SystemCall IOCTL = new SystemCall("ioctl", 16, 54, 29, 54);
  private static final SystemCall CLONE = new SystemCall("clone", 56, 120, 220, 120);
  private static final SystemCall UNSHARE = new SystemCall("unshare", 272, 310, 97, 337);

  private RefusedCalls() {}

  /**
   * All rules.
   *
   * @param nestedUserNamespaces whether programs inside may make namespaces in which no mount can
   *     be made
   */
  public static List<Rule> of(boolean nestedUserNamespaces) {
    // Frequent calls come first.
    return Stream.of(
            setIdBits(),
            terminal(),
            namespaces(nestedUserNamespaces),
            mounts(),
            keyrings(),
            rings(),
            outerGroup(),
            firstProcess(),
            machines())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * The agent shares the person's terminal, so that job control and resizing work. Two ioctl
   * requests type into it, and so into the shell that gets it back; two others leave it in a state
   * that stty cannot undo.
   */
  private static List<Rule> terminal() {
    String types = "types into your terminal";
    String stays = "outlasts the session in your terminal";
    return List.of(
        refused(IOCTL, types, new Condition.Is(1, TIOCSTI)),
        refused(IOCTL, types, new Condition.Is(1, TIOCLINUX)),
        refused(IOCTL, stays, new Condition.Is(1, TIOCEXCL)),
        refused(IOCTL, stays, new Condition.Is(1, TIOCSETD)));
  }

  /** Keyrings have no namespace of their own. */
  private static List<Rule> keyrings() {
    String why = "the kernel's keyrings are yours";
    return List.of(
        refused(new SystemCall("add_key", 248, 286, 217, 309), why),
        refused(new SystemCall("request_key", 249, 287, 218, 310), why),
        refused(new SystemCall("keyctl", 250, 288, 219, 311), why));
  }

  /**
   * In a nested mount namespace, the mount points of this one are not mount points, so masked files
   * could be renamed away. The flags of clone3 are in memory, where no filter can look.
   */
  private static List<Rule> namespaces(boolean nested) {
    String why = "masks do not hold in a nested mount namespace";
    int clone = NEW_MOUNT | NEW_CGROUP | (nested ? 0 : HARMLESS);
    int unshare = ~(NO_NAMESPACE | (nested ? HARMLESS : 0));
    return List.of(
        refused(CLONE, why, new Condition.HasAny(0, clone)),
        new Rule(everywhere("clone3", 435), List.of(), Verdict.ENOSYS, "its flags are in memory"),
        refused(UNSHARE, why, new Condition.HasAny(0, unshare)),
        refused(new SystemCall("setns", 308, 346, 268, 375), why));
  }

  /** Every call that makes, moves or changes a mount, whichever namespace it is in. */
  private static List<Rule> mounts() {
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

  /**
   * Calls that could make a program in the project run with the person's rights when others start
   * it. mkdir is not among them, because the kernel drops these bits there.
   */
  private static List<Rule> setIdBits() {
    return List.of(
        setId(OPENAT, 3, new Condition.HasAny(2, CREATES)),
        setId(OPEN, 2, new Condition.HasAny(1, CREATES)),
        setId(new SystemCall("creat", 85, 8, ABSENT, 8), 1),
        new Rule(everywhere("openat2", 437), List.of(), Verdict.ENOSYS, "its mode is in memory"),
        setId(new SystemCall("chmod", 90, 15, ABSENT, 15), 1),
        setId(new SystemCall("fchmod", 91, 94, 52, 94), 1),
        setId(new SystemCall("fchmodat", 268, 306, 53, 333), 2),
        setId(everywhere("fchmodat2", 452), 2),
        setId(new SystemCall("mknod", 133, 14, ABSENT, 14), 1),
        setId(new SystemCall("mknodat", 259, 297, 33, 324), 2));
  }

  private static Rule setId(SystemCall call, int modeArgument, Condition... first) {
    return refused(
        call,
        "lets others run a program as you",
        Stream.concat(Stream.of(first), Stream.of(new Condition.HasAny(modeArgument, SET_ID)))
            .toArray(Condition[]::new));
  }

  /** No filter sees the requests in a ring of io_uring, for example to open a file. */
  private static List<Rule> rings() {
    return Stream.of(
            everywhere("io_uring_setup", 425),
            everywhere("io_uring_enter", 426),
            everywhere("io_uring_register", 427))
        .map(call -> refused(call, "bypasses this filter"))
        .toList();
  }

  /**
   * The agent is in the process group of the launcher, so that job control works, and of the
   * person's script. That group has no number inside except 0, which means the sender's own.
   * Signals that the launcher handles may be sent there: an agent stops itself and all others with
   * SIGSTOP, and timeout ends the processes that its command started with SIGTERM.
   */
  private static List<Rule> outerGroup() {
    String why = "reaches the processes outside in the same group";
    SystemCall kill = new SystemCall("kill", 62, 37, 129, 37);
    return Stream.of(
            UNHANDLED.stream()
                .map(signal ->
                    refused(kill, why, new Condition.Is(0, 0), new Condition.Is(1, signal))),
            Stream.of(
                refused(
                    kill,
                    why,
                    new Condition.Is(0, 0),
                    new Condition.HasAny(1, ~LAST_STANDARD_SIGNAL)),
                refused(
                    everywhere("pidfd_send_signal", 424),
                    why,
                    new Condition.HasAny(3, SIGNAL_GROUP)),
                refused(
                    new SystemCall("setpriority", 141, 97, 140, 97),
                    why,
                    new Condition.Is(0, PRIORITY_OF_GROUP),
                    new Condition.Is(1, 0)),
                refused(
                    new SystemCall("ioprio_set", 251, 289, 30, 314),
                    why,
                    new Condition.Is(0, IO_PRIORITY_OF_GROUP),
                    new Condition.Is(1, 0))))
        .flatMap(rules -> rules)
        .toList();
  }

  /**
   * Process 1 inside is bubblewrap's, which ends the sandbox when the session ends; it has the
   * agent's user id. Debuggers work on everything else. A call that only reads is refused too,
   * because nobody inside has a use for what it reads.
   */
  private static List<Rule> firstProcess() {
    String why = "could keep the sandbox alive after the session";
    return List.of(
        refused(new SystemCall("ptrace", 101, 26, 117, 26), why, new Condition.Is(1, 1)),
        refused(
            new SystemCall("process_vm_readv", 310, 347, 270, 376), why, new Condition.Is(0, 1)),
        refused(
            new SystemCall("process_vm_writev", 311, 348, 271, 377), why, new Condition.Is(0, 1)),
        refused(everywhere("pidfd_getfd", 438), why));
  }

  /**
   * Sockets between a virtual machine and what runs it belong to no network namespace. The kind of
   * socket that i386's socketcall is asked for is in memory, where no filter can look.
   */
  private static List<Rule> machines() {
    return List.of(
        new Rule(
            new SystemCall("socket", 41, 359, 198, 281),
            List.of(new Condition.Is(0, VSOCK)),
            Verdict.EAFNOSUPPORT,
            "no namespace separates it"),
        new Rule(
            new SystemCall("socketcall", ABSENT, 102, ABSENT, ABSENT),
            List.of(new Condition.Is(0, MAKE_SOCKET)),
            Verdict.ENOSYS,
            "its address family is in memory"));
  }

  private static Rule refused(SystemCall call, String why, Condition... conditions) {
    return new Rule(call, List.of(conditions), Verdict.EPERM, why);
  }
}
