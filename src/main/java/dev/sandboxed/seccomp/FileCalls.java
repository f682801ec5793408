package dev.sandboxed.seccomp;

import static dev.sandboxed.seccomp.Rule.refused;
import static dev.sandboxed.seccomp.SystemCall.ABSENT;
import static dev.sandboxed.seccomp.SystemCall.everywhere;

import java.util.List;
import java.util.stream.Stream;

/** Calls by which a file would become a program of the person's, or lose its mask. */
final class FileCalls {

  // linux/stat.h: S_ISUID, S_ISGID.
  private static final int SET_ID = 06000;

  // asm-generic/fcntl.h: O_CREAT, and the bit that only O_TMPFILE has. Without them the mode is
  // whatever the register holds.
  private static final int CREATES = 0100 | 020000000;

  private static final SystemCall OPENAT = new SystemCall("openat", 257, 295, 56, 322);
  private static final SystemCall OPEN = new SystemCall("open", 2, 5, ABSENT, 5);

  // linux/btrfs.h: BTRFS_IOC_SNAP_CREATE and _V2. fs/bcachefs/bcachefs_ioctl.h:
  // BCH_IOCTL_SUBVOLUME_CREATE and _v2, which make snapshots as well.
  private static final List<Integer> SNAPSHOTS =
      List.of(0x50009401, 0x50009417, 0x4020BC10, 0x4030BC1D);

  private FileCalls() {}

  /**
   * Calls that could make a program in the project run with the person's rights when others start
   * it. mkdir is not among them, because the kernel drops these bits there.
   */
  static List<Rule> setIdBits() {
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

  /**
   * A snapshot has every file of its subvolume, and no mount covers anything in it. Before Linux
   * 6.7, btrfs made one of the whole subvolume from any directory of it.
   */
  static List<Rule> snapshots() {
    return SNAPSHOTS.stream()
        .map(request ->
            refused(
                TerminalCalls.IOCTL,
                "copies files out from under their masks",
                new Condition.Is(1, request)))
        .toList();
  }

  private static Rule setId(SystemCall call, int modeArgument, Condition... first) {
    return refused(
        call,
        "lets others run a program as you",
        Stream.concat(Stream.of(first), Stream.of(new Condition.HasAny(modeArgument, SET_ID)))
            .toArray(Condition[]::new));
  }
}
