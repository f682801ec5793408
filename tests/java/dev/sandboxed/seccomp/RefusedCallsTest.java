package dev.sandboxed.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks the table by the numbers of asm/unistd.h. */
class RefusedCallsTest {

  private final KernelFilter filter = new KernelFilter(FilterProgram.of(RefusedCalls.of(false)));
  private final KernelFilter nested = new KernelFilter(FilterProgram.of(RefusedCalls.of(true)));

  private static final int X86_64 = 0xC000003E;

  // linux/sched.h.
  private static final int SIGCHLD = 17;
  private static final int THREAD = 0x003D0F00;
  private static final int NEW_TIME = 0x00000080;
  private static final int UNTRACED = 0x00800000;
  private static final int NEW_MOUNT = 0x00020000;
  private static final int NEW_CGROUP = 0x02000000;

  @ParameterizedTest
  @CsvSource({"0xC000003E, 56", "0x40000003, 120", "0xC00000B7, 220", "0x40000028, 120"})
  void noProcessIsMadeThatATracerDoesNotSee(String machine, int clone) {
    int audit = Long.decode(machine).intValue();
    for (KernelFilter each : List.of(filter, nested)) {
      assertThat(each.answer(audit, clone, UNTRACED | SIGCHLD)).isEqualTo(KernelFilter.EPERM);
      assertThat(each.answer(audit, clone, SIGCHLD)).isEqualTo(KernelFilter.ALLOW);
      assertThat(each.answer(audit, clone, THREAD)).isEqualTo(KernelFilter.ALLOW);
    }
  }

  @ParameterizedTest
  @CsvSource({"0xC000003E, 16", "0x40000003, 54", "0xC00000B7, 29", "0x40000028, 54"})
  void nothingTypesIntoTheTerminalOrOutlastsTheSessionThere(String machine, int ioctl) {
    int audit = Long.decode(machine).intValue();
    for (long request :
        new long[] {
          0x5412,
          0x541C,
          0x540C,
          0x5423,
          0x1_0000_5412L,
          0xFFFF_FFFF_0000_541CL,
          // KDSETMODE, KDSKBMODE, KDSKBMUTE, VT_SETMODE.
          0x4B3A,
          0x4B45,
          0x4B51,
          0x5602,
          // FIOASYNC.
          0x5452
        }) {
      assertThat(filter.answer(audit, ioctl, 0, request)).isEqualTo(KernelFilter.EPERM);
    }
    // TCGETS, TIOCGWINSZ, TIOCSPGRP, TIOCGETD, and the neighbours of those that are refused.
    for (long request :
        new long[] {0x5401, 0x5413, 0x5410, 0x5411, 0x541B, 0x541D, 0x540D, 0x5424, 0}) {
      assertThat(filter.answer(audit, ioctl, 0, request)).isEqualTo(KernelFilter.ALLOW);
    }
    // TCXONC with TCOOFF, and with TCOON.
    assertThat(filter.answer(audit, ioctl, 0, 0x540A, 0)).isEqualTo(KernelFilter.EPERM);
    assertThat(filter.answer(audit, ioctl, 0, 0x540A, 1)).isEqualTo(KernelFilter.ALLOW);
  }

  /** F_SETFL with O_ASYNC; then F_SETFL with O_NONBLOCK, and F_SETLK. */
  @ParameterizedTest
  @CsvSource({
    "0xC000003E, 72",
    "0x40000003, 55",
    "0x40000003, 221",
    "0xC00000B7, 25",
    "0x40000028, 55",
    "0x40000028, 221"
  })
  void nobodyAsksForASignalAtTheNextKey(String machine, int fcntl) {
    int audit = Long.decode(machine).intValue();
    assertThat(filter.answer(audit, fcntl, 0, 4, 020002)).isEqualTo(KernelFilter.EPERM);
    assertThat(filter.answer(audit, fcntl, 0, 4, 04002)).isEqualTo(KernelFilter.ALLOW);
    assertThat(filter.answer(audit, fcntl, 0, 6, 020000)).isEqualTo(KernelFilter.ALLOW);
  }

  @ParameterizedTest
  @CsvSource({"0xC000003E, 16", "0x40000003, 54", "0xC00000B7, 29", "0x40000028, 54"})
  void noSnapshotIsMade(String machine, int ioctl) {
    int audit = Long.decode(machine).intValue();
    for (long request :
        new long[] {0x50009401, 0x50009417, 0x4020BC10, 0x4030BC1D, 0x1_5000_9401L}) {
      assertThat(filter.answer(audit, ioctl, 3, request)).isEqualTo(KernelFilter.EPERM);
      assertThat(nested.answer(audit, ioctl, 3, request)).isEqualTo(KernelFilter.EPERM);
    }
    // FICLONE, FS_IOC_GETFLAGS, BTRFS_IOC_SUBVOL_CREATE.
    for (long request : new long[] {0x40049409, 0x80086601L, 0x5000940E}) {
      assertThat(filter.answer(audit, ioctl, 3, request)).isEqualTo(KernelFilter.ALLOW);
    }
  }

  /** CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
  @ParameterizedTest
  @CsvSource({
    "0x00000080, false",
    "0x00020000, false",
    "0x02000000, false",
    "0x04000000, true",
    "0x08000000, true",
    "0x10000000, true",
    "0x20000000, true",
    "0x40000000, true",
  })
  void aNamespaceIsMadeOnlyWhereMasksHoldInIt(String flag, boolean harmless) {
    int bit = Integer.decode(flag);
    long withLeave = harmless ? KernelFilter.ALLOW : KernelFilter.EPERM;
    assertThat(filter.answer(X86_64, 272, bit)).isEqualTo(KernelFilter.EPERM);
    assertThat(nested.answer(X86_64, 272, bit)).isEqualTo(withLeave);
    assertThat(nested.answer(X86_64, 272, bit | NEW_MOUNT)).isEqualTo(KernelFilter.EPERM);
    if (bit != NEW_TIME) {
      assertThat(filter.answer(X86_64, 56, bit | SIGCHLD)).isEqualTo(KernelFilter.EPERM);
      assertThat(nested.answer(X86_64, 56, bit | SIGCHLD)).isEqualTo(withLeave);
      assertThat(nested.answer(X86_64, 56, bit | NEW_CGROUP)).isEqualTo(KernelFilter.EPERM);
    }
  }

  @Test
  void processesAndThreadsCanStillBeMade() {
    for (long flags : new long[] {SIGCHLD, THREAD, 0x4111 /* vfork */, 0x80 | SIGCHLD}) {
      assertThat(filter.answer(X86_64, 56, flags)).isEqualTo(KernelFilter.ALLOW);
    }
    // CLONE_FS, CLONE_FILES, CLONE_SYSVSEM.
    for (long flags : new long[] {0, 0x200, 0x400, 0x40000, 0x40600}) {
      assertThat(filter.answer(X86_64, 272, flags)).isEqualTo(KernelFilter.ALLOW);
    }
    assertThat(filter.answer(X86_64, 435)).isEqualTo(KernelFilter.ENOSYS);
    assertThat(nested.answer(X86_64, 435)).isEqualTo(KernelFilter.ENOSYS);
  }

  /** UNSHARE_EMPTY_MNTNS of later kernels uses a bit that did not mean a namespace before. */
  @Test
  void unshareTakesNoFlagThatIsNotKnownToBeHarmless() {
    assertThat(filter.answer(X86_64, 272, 0x00100000)).isEqualTo(KernelFilter.EPERM);
    assertThat(nested.answer(X86_64, 272, 0x00100000)).isEqualTo(KernelFilter.EPERM);
  }

  /** open, openat, creat, chmod, fchmod, fchmodat, fchmodat2, mknod, mknodat: where the mode is. */
  @ParameterizedTest
  @CsvSource({
    "0xC000003E, 2, 2",
    "0xC000003E, 257, 3",
    "0xC000003E, 85, 1",
    "0xC000003E, 90, 1",
    "0xC000003E, 91, 1",
    "0xC000003E, 268, 2",
    "0xC000003E, 452, 2",
    "0xC000003E, 133, 1",
    "0xC000003E, 259, 2",
    "0x40000003, 5, 2",
    "0x40000003, 15, 1",
    "0x40000003, 306, 2",
    "0xC00000B7, 56, 3",
    "0xC00000B7, 52, 1",
    "0xC00000B7, 53, 2",
    "0xC00000B7, 33, 2",
    "0x40000028, 322, 3",
    "0x40000028, 333, 2",
  })
  void nothingBecomesSetuid(String machine, int number, int argument) {
    int audit = Long.decode(machine).intValue();
    for (long mode : new long[] {04755, 02755, 06000, 07777}) {
      assertThat(filter.answer(audit, number, with(argument, mode))).isEqualTo(KernelFilter.EPERM);
    }
    for (long mode : new long[] {0755, 01777, 0}) {
      assertThat(filter.answer(audit, number, with(argument, mode))).isEqualTo(KernelFilter.ALLOW);
    }
  }

  /** O_CREAT and O_TMPFILE are set in the flags, wherever they are. */
  private static long[] with(int argument, long mode) {
    long[] arguments = {020000100, 020000100, 020000100, 0, 0, 0};
    arguments[argument] = mode;
    return arguments;
  }

  @Test
  void theModeOfAFileThatIsOnlyOpenedIsNotLookedAt() {
    // O_RDWR | O_CLOEXEC; O_CREAT; O_TMPFILE, which holds O_DIRECTORY.
    assertThat(filter.answer(X86_64, 257, 0, 0, 02000002, -1)).isEqualTo(KernelFilter.ALLOW);
    assertThat(filter.answer(X86_64, 257, 0, 0, 0101, 04755)).isEqualTo(KernelFilter.EPERM);
    assertThat(filter.answer(X86_64, 257, 0, 0, 020200002, 04755)).isEqualTo(KernelFilter.EPERM);
    // O_DIRECTORY alone.
    assertThat(filter.answer(X86_64, 257, 0, 0, 0200000, 04755)).isEqualTo(KernelFilter.ALLOW);
    assertThat(filter.answer(X86_64, 437)).isEqualTo(KernelFilter.ENOSYS);
  }

  /** mount, umount2, pivot_root, setns; add_key, request_key, keyctl. */
  @ParameterizedTest
  @CsvSource({
    "0xC000003E, 165 166 155 308 248 249 250",
    "0x40000003, 21 22 52 217 346 286 287 288",
    "0xC00000B7, 40 39 41 268 217 218 219",
    "0x40000028, 21 52 218 375 309 310 311",
  })
  void mountsAndKeyringsStayClosed(String machine, String numbers) {
    int audit = Long.decode(machine).intValue();
    // open_tree to fspick, mount_setattr, open_tree_attr, and those of io_uring.
    String everywhere = " 428 429 430 431 432 433 442 467 425 426 427";
    List<String> all = List.of((numbers + everywhere).split(" ", -1));
    for (int number : all.stream().mapToInt(Integer::parseInt).toArray()) {
      assertThat(filter.answer(audit, number, 0)).isEqualTo(KernelFilter.EPERM);
      assertThat(nested.answer(audit, number, 0)).isEqualTo(KernelFilter.EPERM);
    }
  }

  /** kill, setpriority, ioprio_set, prctl. */
  @ParameterizedTest
  @CsvSource({
    "0xC000003E, 62, 141, 251, 157",
    "0x40000003, 37, 97, 289, 172",
    "0xC00000B7, 129, 140, 30, 167",
    "0x40000028, 37, 97, 314, 172",
  })
  void theGroupOutsideIsOutOfReach(
      String machine, int kill, int setpriority, int ioprio, int prctl) {
    int audit = Long.decode(machine).intValue();
    for (long group : new long[] {0, 0x1_0000_0000L}) {
      // SIGKILL, SIGSEGV, SIGALRM, SIGSYS, and two of real time.
      for (long signal : new long[] {9, 11, 14, 31, 32, 64}) {
        assertThat(filter.answer(audit, kill, group, signal)).isEqualTo(KernelFilter.EPERM);
      }
      // None, SIGHUP, SIGINT, SIGTERM, SIGCONT, SIGSTOP, SIGTSTP, SIGWINCH: the launcher goes on.
      for (long signal : new long[] {0, 1, 2, 15, 18, 19, 20, 28}) {
        assertThat(filter.answer(audit, kill, group, signal)).isEqualTo(KernelFilter.ALLOW);
      }
      assertThat(filter.answer(audit, setpriority, 1, group, 19)).isEqualTo(KernelFilter.EPERM);
      assertThat(filter.answer(audit, ioprio, 2, group, 0)).isEqualTo(KernelFilter.EPERM);
      // PR_SCHED_CORE of a process group, and of a process.
      assertThat(filter.answer(audit, prctl, 62, 1, group, 2)).isEqualTo(KernelFilter.EPERM);
      assertThat(filter.answer(audit, prctl, 62, 1, group, 0)).isEqualTo(KernelFilter.ALLOW);
    }
    // A process, every visible process, and a group inside.
    for (long who : new long[] {7, -1, -7, 0xFFFF_FFFFL}) {
      assertThat(filter.answer(audit, kill, who, 9)).isEqualTo(KernelFilter.ALLOW);
    }
    // One's own process, and a group inside.
    assertThat(filter.answer(audit, setpriority, 0, 0, 19)).isEqualTo(KernelFilter.ALLOW);
    assertThat(filter.answer(audit, setpriority, 1, 7, 19)).isEqualTo(KernelFilter.ALLOW);
    assertThat(filter.answer(audit, ioprio, 1, 0, 0)).isEqualTo(KernelFilter.ALLOW);
    assertThat(filter.answer(audit, ioprio, 2, 7, 0)).isEqualTo(KernelFilter.ALLOW);
    assertThat(filter.answer(audit, 424, 3, 9, 0, 4)).isEqualTo(KernelFilter.EPERM);
    assertThat(filter.answer(audit, 424, 3, 9, 0, 0)).isEqualTo(KernelFilter.ALLOW);
  }

  /** ptrace, process_vm_readv, process_vm_writev. */
  @ParameterizedTest
  @CsvSource({
    "0xC000003E, 101, 310, 311",
    "0x40000003, 26, 347, 348",
    "0xC00000B7, 117, 270, 271",
    "0x40000028, 26, 376, 377",
  })
  void debuggersKeepOffTheFirstProcess(String machine, int ptrace, int read, int write) {
    int audit = Long.decode(machine).intValue();
    for (int number : new int[] {read, write}) {
      assertThat(filter.answer(audit, number, 1)).isEqualTo(KernelFilter.EPERM);
      assertThat(filter.answer(audit, number, 7)).isEqualTo(KernelFilter.ALLOW);
    }
    // PTRACE_ATTACH, PTRACE_SEIZE, PTRACE_TRACEME.
    assertThat(filter.answer(audit, ptrace, 16, 1)).isEqualTo(KernelFilter.EPERM);
    assertThat(filter.answer(audit, ptrace, 0x4206, 1)).isEqualTo(KernelFilter.EPERM);
    assertThat(filter.answer(audit, ptrace, 16, 7)).isEqualTo(KernelFilter.ALLOW);
    assertThat(filter.answer(audit, ptrace, 0, 0)).isEqualTo(KernelFilter.ALLOW);
    assertThat(filter.answer(audit, 438, 3, 4)).isEqualTo(KernelFilter.EPERM);
  }
}
