package dev.sandboxed.seccomp;

import static dev.sandboxed.seccomp.Rule.refused;
import static dev.sandboxed.seccomp.SystemCall.everywhere;

import java.util.List;
import java.util.stream.Stream;

/** Calls that reach processes which are not the agent's. */
final class ProcessCalls {

  // asm/signal.h: signals that end a process and that the launcher does not catch: SIGILL, SIGTRAP,
  // SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGSEGV, SIGALRM, SIGSTKFLT, SIGXCPU, SIGXFSZ, SIGVTALRM,
  // SIGPROF, SIGIO, SIGPWR, SIGSYS. The real-time signals come after 31.
  private static final List<Integer> UNHANDLED =
      List.of(4, 5, 6, 7, 8, 9, 11, 14, 16, 24, 25, 26, 27, 29, 30, 31);
  private static final int LAST_STANDARD_SIGNAL = 31;

  // linux/pidfd.h: PIDFD_SIGNAL_PROCESS_GROUP. sys/resource.h: PRIO_PGRP. linux/ioprio.h:
  // IOPRIO_WHO_PGRP. linux/prctl.h: PR_SCHED_CORE, PR_SCHED_CORE_SCOPE_PROCESS_GROUP.
  private static final int SIGNAL_GROUP = 1 << 2;
  private static final int PRIORITY_OF_GROUP = 1;
  private static final int IO_PRIORITY_OF_GROUP = 2;
  private static final int SHARE_CORES = 62;
  private static final int CORES_OF_GROUP = 2;

  private ProcessCalls() {}

  /**
   * The agent is in the process group of the launcher, so that job control works, and of the
   * person's script. That group has no number inside except 0, which means the sender's own.
   * Signals that the launcher handles may be sent there: an agent stops itself and all others with
   * SIGSTOP, and timeout ends the processes that its command started with SIGTERM.
   */
  static List<Rule> outerGroup() {
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
                    new Condition.Is(1, 0)),
                refused(
                    new SystemCall("prctl", 157, 172, 167, 172),
                    why,
                    new Condition.Is(0, SHARE_CORES),
                    new Condition.Is(3, CORES_OF_GROUP))))
        .flatMap(rules -> rules)
        .toList();
  }

  /**
   * Process 1 inside is bubblewrap's, which ends the sandbox when the session ends; it has the
   * agent's user id. Debuggers work on everything else. A call that only reads is refused too,
   * because nobody inside has a use for what it reads.
   */
  static List<Rule> firstProcess() {
    String why = "could keep the sandbox alive after the session";
    return List.of(
        refused(new SystemCall("ptrace", 101, 26, 117, 26), why, new Condition.Is(1, 1)),
        refused(
            new SystemCall("process_vm_readv", 310, 347, 270, 376), why, new Condition.Is(0, 1)),
        refused(
            new SystemCall("process_vm_writev", 311, 348, 271, 377), why, new Condition.Is(0, 1)),
        refused(everywhere("pidfd_getfd", 438), why));
  }
}
