package dev.sandboxed.seccomp;

import static dev.sandboxed.seccomp.Rule.refused;
import static dev.sandboxed.seccomp.SystemCall.ABSENT;
import static dev.sandboxed.seccomp.SystemCall.everywhere;

import java.util.List;
import java.util.stream.Stream;

/** Calls into parts of the kernel that belong to the whole machine, or to nobody's daily work. */
final class KernelCalls {

  // linux/personality.h: PER_LINUX32, UNAME26, and ADDR_NO_RANDOMIZE, which debuggers set. The
  // other number asks for the present one.
  private static final int PERSONALITIES = 0x8 | 0x00020000 | 0x00040000;
  private static final int ASK = 0xFFFFFFFF;

  private KernelCalls() {}

  /** Keyrings have no namespace of their own. */
  static List<Rule> keyrings() {
    String why = "the kernel's keyrings are yours";
    return List.of(
        refused(new SystemCall("add_key", 248, 286, 217, 309), why),
        refused(new SystemCall("request_key", 249, 287, 218, 310), why),
        refused(new SystemCall("keyctl", 250, 288, 219, 311), why));
  }

  /** No filter sees the requests in a ring of io_uring, for example to open a file. */
  static List<Rule> rings() {
    return Stream.of(
            everywhere("io_uring_setup", 425),
            everywhere("io_uring_enter", 426),
            everywhere("io_uring_register", 427))
        .map(call -> refused(call, "bypasses this filter"))
        .toList();
  }

  /**
   * Calls that any program may use, and few do, to look at memory, processors and files from within
   * the kernel. Container engines refuse all of them.
   */
  static List<Rule> observers() {
    String why = "exposes more of the kernel than daily work needs";
    return List.of(
        refused(new SystemCall("perf_event_open", 298, 336, 241, 364), why),
        refused(new SystemCall("userfaultfd", 323, 374, 282, 388), why),
        refused(new SystemCall("kcmp", 312, 349, 272, 378), why),
        refused(new SystemCall("fanotify_init", 300, 338, 262, 367), why),
        refused(
            new SystemCall("personality", 135, 136, 92, 136),
            "brings back behaviour of old systems",
            new Condition.NoneOf(0, List.of(ASK)),
            new Condition.HasAny(0, ~PERSONALITIES)));
  }

  /**
   * Calls for which the kernel wants a capability that no program inside has. They are not there,
   * so that one wrong check in the kernel opens none of them.
   */
  static List<Rule> administration() {
    Stream<Rule> reading =
        Stream.of(
            absent(new SystemCall("bpf", 321, 357, 280, 386), "puts programs into the kernel"),
            absent(
                new SystemCall("open_by_handle_at", 304, 342, 265, 371),
                "opens files past the mounts"),
            absent(new SystemCall("syslog", 103, 103, 116, 103), "the log is the whole machine's"));
    Stream<Rule> changing =
        Stream.of(
                new SystemCall("acct", 163, 51, 89, 51),
                new SystemCall("quotactl", 179, 131, 60, 131),
                everywhere("quotactl_fd", 443),
                new SystemCall("swapon", 167, 87, 224, 87),
                new SystemCall("swapoff", 168, 115, 225, 115),
                new SystemCall("reboot", 169, 88, 142, 88),
                new SystemCall("settimeofday", 164, 79, 170, 79),
                new SystemCall("stime", ABSENT, 25, ABSENT, ABSENT),
                new SystemCall("clock_settime", 227, 264, 112, 262),
                new SystemCall("clock_settime64", ABSENT, 404, ABSENT, 404),
                new SystemCall("init_module", 175, 128, 105, 128),
                new SystemCall("finit_module", 313, 350, 273, 379),
                new SystemCall("delete_module", 176, 129, 106, 129),
                new SystemCall("kexec_load", 246, 283, 104, 347),
                new SystemCall("kexec_file_load", 320, ABSENT, 294, 401),
                new SystemCall("iopl", 172, 110, ABSENT, ABSENT),
                new SystemCall("ioperm", 173, 101, ABSENT, ABSENT))
            .map(call -> absent(call, "administers the whole machine"));
    return Stream.concat(reading, changing).toList();
  }

  private static Rule absent(SystemCall call, String why) {
    return new Rule(call, List.of(), Verdict.ENOSYS, why);
  }
}
