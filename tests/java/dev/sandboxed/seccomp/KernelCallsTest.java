package dev.sandboxed.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks for the rest of the kernel by the numbers of asm/unistd.h. */
class KernelCallsTest {

  private final KernelFilter filter = new KernelFilter(FilterProgram.of(RefusedCalls.of(false)));

  /**
   * bpf, open_by_handle_at, syslog, acct, quotactl, swapon, swapoff, reboot, settimeofday,
   * clock_settime, init_module, finit_module, delete_module, kexec_load; then what some have:
   * kexec_file_load, iopl, ioperm, stime, clock_settime64.
   */
  @ParameterizedTest
  @CsvSource({
    "0xC000003E, 321 304 103 163 179 167 168 169 164 227 175 313 176 246, 320 172 173",
    "0x40000003, 357 342 103 51 131 87 115 88 79 264 128 350 129 283, 110 101 25 404",
    "0xC00000B7, 280 265 116 89 60 224 225 142 170 112 105 273 106 104, 294",
    "0x40000028, 386 371 103 51 131 87 115 88 79 262 128 379 129 347, 401 404",
  })
  void whatAdministersTheMachineIsNotThere(String machine, String numbers, String more) {
    // And quotactl_fd.
    for (int number : numbers(numbers + " 443 " + more)) {
      assertThat(filter.answer(Long.decode(machine).intValue(), number, 0))
          .isEqualTo(KernelFilter.ENOSYS);
    }
  }

  /** perf_event_open, userfaultfd, kcmp, fanotify_init. */
  @ParameterizedTest
  @CsvSource({
    "0xC000003E, 298 323 312 300",
    "0x40000003, 336 374 349 338",
    "0xC00000B7, 241 282 272 262",
    "0x40000028, 364 388 378 367",
  })
  void whatExposesMuchOfTheKernelIsRefused(String machine, String numbers) {
    for (int number : numbers(numbers)) {
      assertThat(filter.answer(Long.decode(machine).intValue(), number, 0))
          .isEqualTo(KernelFilter.EPERM);
    }
  }

  @ParameterizedTest
  @CsvSource({"0xC000003E, 135", "0x40000003, 136", "0xC00000B7, 92", "0x40000028, 136"})
  void aProgramMayAskHowItRunsAndTurnRandomAddressesOff(String machine, int personality) {
    int audit = Long.decode(machine).intValue();
    // The question, PER_LINUX, PER_LINUX32, ADDR_NO_RANDOMIZE, both, UNAME26.
    for (long sane : new long[] {0xFFFF_FFFFL, -1, 0, 8, 0x40000, 0x40008, 0x20000}) {
      assertThat(filter.answer(audit, personality, sane)).isEqualTo(KernelFilter.ALLOW);
    }
    // PER_SVR4, READ_IMPLIES_EXEC, MMAP_PAGE_ZERO, with and without what is allowed.
    for (long odd : new long[] {1, 0x400000, 0x100000, 0x440008, 0xABCD_0040_0000L, 0xFFFF_FFFEL}) {
      assertThat(filter.answer(audit, personality, odd)).isEqualTo(KernelFilter.EPERM);
    }
  }

  /** What could be refused and is not, because programs use it. On x86_64. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        // name_to_handle_at, memfd_secret, modify_ldt, adjtimex, clock_adjtime, pidfd_open, chroot.
        303,
        447,
        154,
        159,
        305,
        434,
        161
      })
  void someAreLetThrough(int number) {
    assertThat(filter.answer(Architecture.X86_64.audit(), number, 1)).isEqualTo(KernelFilter.ALLOW);
  }

  private static int[] numbers(String numbers) {
    return Arrays.stream(numbers.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
