package dev.sandboxed.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks for sockets by the numbers of asm/unistd.h: socket and socketpair. */
class SocketCallsTest {

  // AF_UNIX, AF_INET, AF_INET6, AF_NETLINK.
  private static final Set<Integer> FAMILIES = Set.of(1, 2, 10, 16);

  // Above the last family and the last protocol of netlink, AF_MAX and MAX_LINKS.
  private static final int MANY = 64;

  private final KernelFilter filter = new KernelFilter(FilterProgram.of(RefusedCalls.of(false)));
  private final KernelFilter nested = new KernelFilter(FilterProgram.of(RefusedCalls.of(true)));

  @ParameterizedTest
  @CsvSource({
    "0xC000003E, 41, 53",
    "0x40000003, 359, 360",
    "0xC00000B7, 198, 199",
    "0x40000028, 281, 288"
  })
  void onlyFourFamiliesAreThere(String machine, int socket, int pair) {
    int audit = Long.decode(machine).intValue();
    for (int family = -1; family < MANY; family++) {
      long expected = FAMILIES.contains(family) ? KernelFilter.ALLOW : KernelFilter.EAFNOSUPPORT;
      for (int number : new int[] {socket, pair}) {
        assertThat(filter.answer(audit, number, family, 1, 0)).isEqualTo(expected);
        assertThat(nested.answer(audit, number, family, 1, 0)).isEqualTo(expected);
      }
      // The kernel takes the lower half alone.
      assertThat(filter.answer(audit, socket, 0xABCD_0000_0000L | (family & 0xFFFF_FFFFL), 1, 0))
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"0xC000003E, 41", "0x40000003, 359", "0xC00000B7, 198", "0x40000028, 281"})
  void netlinkAsksForRoutesSocketsAndDevicesAlone(String machine, int socket) {
    int audit = Long.decode(machine).intValue();
    for (int protocol = -1; protocol < MANY; protocol++) {
      // NETLINK_ROUTE, NETLINK_SOCK_DIAG, NETLINK_KOBJECT_UEVENT.
      boolean used = protocol == 0 || protocol == 4 || protocol == 15;
      long expected = used ? KernelFilter.ALLOW : KernelFilter.EPROTONOSUPPORT;
      assertThat(filter.answer(audit, socket, 16, 3, protocol)).isEqualTo(expected);
      assertThat(nested.answer(audit, socket, 0x1_0000_0010L, 3, 0x1_0000_0000L | protocol))
          .isEqualTo(expected);
      // Of the others it may be any, such as IPPROTO_ICMP.
      assertThat(filter.answer(audit, socket, 2, 2, protocol)).isEqualTo(KernelFilter.ALLOW);
    }
  }

  @Test
  void whatCannotSayItsFamilyMakesNoSocket() {
    // SYS_SOCKET, SYS_SOCKETPAIR; SYS_CONNECT.
    assertThat(filter.answer(0x40000003, 102, 1)).isEqualTo(KernelFilter.ENOSYS);
    assertThat(filter.answer(0x40000003, 102, 8)).isEqualTo(KernelFilter.ENOSYS);
    assertThat(filter.answer(0x40000003, 102, 3)).isEqualTo(KernelFilter.ALLOW);
  }
}
