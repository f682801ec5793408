package dev.sandboxed.e2e.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Undefended;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Calls that an ordinary program could make outside, or that the kernel would answer otherwise. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemCallsIT {

  private static final int EPERM = 1;
  private static final int ENOSYS = 38;
  private static final int EPROTONOSUPPORT = 93;
  private static final int EAFNOSUPPORT = 97;

  // linux/socket.h, linux/netlink.h.
  private static final int NETLINK = 16;
  private static final int RAW = 3;

  /** Each has another answer outside, on every kernel. */
  private static final List<Call> REFUSED =
      List.of(
          Call.of("perf_event_open", 298, 241, EPERM),
          // UFFD_USER_MODE_ONLY.
          Call.of("userfaultfd", 323, 282, EPERM, 1),
          // FAN_REPORT_FID.
          Call.of("fanotify_init", 300, 262, EPERM, 0x200, 0),
          // READ_IMPLIES_EXEC; PER_SVR4 of another system.
          Call.of("an executable heap", 135, 92, EPERM, 0x400000),
          Call.of("another system", 135, 92, EPERM, 1),
          Call.of("bpf", 321, 280, ENOSYS),
          Call.of("open_by_handle_at", 304, 265, ENOSYS),
          Call.of("syslog", 103, 116, ENOSYS),
          Call.of("swapon", 167, 224, ENOSYS),
          Call.of("swapoff", 168, 225, ENOSYS),
          Call.of("reboot", 169, 142, ENOSYS),
          Call.of("settimeofday", 164, 170, ENOSYS),
          Call.of("clock_settime", 227, 112, ENOSYS),
          // PR_SCHED_CORE of the process group.
          Call.of("cores for the group outside", 157, 167, EPERM, 62, 0, 0, 2, 0),
          // Of standard input, which is no terminal: KDSETMODE, KDSKBMODE, KDSKBMUTE, VT_SETMODE.
          Call.of("a console's graphics", 16, 29, EPERM, 0, 0x4B3A, 1),
          Call.of("a console's keyboard", 16, 29, EPERM, 0, 0x4B45, 1),
          Call.of("a console's mute", 16, 29, EPERM, 0, 0x4B51, 1),
          Call.of("a console's switch", 16, 29, EPERM, 0, 0x5602, 1),
          // BTRFS_IOC_SNAP_CREATE and _V2, BCH_IOCTL_SUBVOLUME_CREATE and _v2.
          Call.of("a snapshot", 16, 29, EPERM, 0, 0x50009401),
          Call.of("a snapshot with flags", 16, 29, EPERM, 0, 0x50009417),
          Call.of("a snapshot of bcachefs", 16, 29, EPERM, 0, 0x4020BC10),
          Call.of("the same with a message", 16, 29, EPERM, 0, 0x4030BC1D),
          // AF_PACKET, which needs a capability outside.
          Call.of("packets", 41, 198, EAFNOSUPPORT, 17, RAW, 0),
          // NETLINK_USERSOCK, NETFILTER, GENERIC.
          Call.of("netlink to programs", 41, 198, EPROTONOSUPPORT, NETLINK, RAW, 2),
          Call.of("the packet filter", 41, 198, EPROTONOSUPPORT, NETLINK, RAW, 12),
          Call.of("generic netlink", 41, 198, EPROTONOSUPPORT, NETLINK, RAW, 16));

  /** Not every kernel has these, or lets an ordinary user have them. */
  private static final List<Call> REFUSED_WHERE_THEY_ARE =
      List.of(
          Call.of("kcmp", 312, 272, EPERM, 2, 2, 0, 0, 0),
          Call.of("acct", 163, 89, ENOSYS),
          Call.of("quotactl", 179, 60, ENOSYS),
          Call.of("quotactl_fd", 443, 443, ENOSYS),
          Call.of("init_module", 175, 105, ENOSYS),
          Call.of("finit_module", 313, 273, ENOSYS),
          Call.of("delete_module", 176, 106, ENOSYS),
          Call.of("kexec_load", 246, 104, ENOSYS),
          Call.of("kexec_file_load", 320, 294, ENOSYS),
          // AF_KEY, RDS, CAN, TIPC, BLUETOOTH, RXRPC, ALG, NFC, QIPCRTR, XDP.
          Call.of("keys for networks", 41, 198, EAFNOSUPPORT, 15, RAW, 2),
          Call.of("rds", 41, 198, EAFNOSUPPORT, 21, 5, 0),
          Call.of("can", 41, 198, EAFNOSUPPORT, 29, RAW, 1),
          Call.of("tipc", 41, 198, EAFNOSUPPORT, 30, 1, 0),
          Call.of("a pair of tipc", 53, 199, EAFNOSUPPORT, 30, 1, 0),
          Call.of("bluetooth", 41, 198, EAFNOSUPPORT, 31, RAW, 0),
          Call.of("rxrpc", 41, 198, EAFNOSUPPORT, 33, 2, 2),
          Call.of("cryptography", 41, 198, EAFNOSUPPORT, 38, 5, 0),
          Call.of("nfc", 41, 198, EAFNOSUPPORT, 39, 5, 1),
          Call.of("modems", 41, 198, EAFNOSUPPORT, 42, 2, 0),
          Call.of("xdp", 41, 198, EAFNOSUPPORT, 44, RAW, 0),
          // NETLINK_XFRM, AUDIT, CONNECTOR, CRYPTO.
          Call.of("tunnels", 41, 198, EPROTONOSUPPORT, NETLINK, RAW, 6),
          Call.of("the audit", 41, 198, EPROTONOSUPPORT, NETLINK, RAW, 9),
          Call.of("events of processes", 41, 198, EPROTONOSUPPORT, NETLINK, RAW, 11),
          Call.of("algorithms", 41, 198, EPROTONOSUPPORT, NETLINK, RAW, 21),
          // What a later kernel will have.
          Call.of("a newer call", 470, 470, ENOSYS),
          Call.of("a much newer call", 600, 600, ENOSYS));

  private static final List<Call> ALLOWED =
      List.of(
          // The question, PER_LINUX32, ADDR_NO_RANDOMIZE.
          Call.of("how a program runs", 135, 92, 0, -1),
          Call.of("as on 32 bits", 135, 92, 0, 8),
          Call.of("fixed addresses", 135, 92, 0, 0x40000),
          // AF_UNIX, AF_INET, AF_INET6; NETLINK_ROUTE, SOCK_DIAG, KOBJECT_UEVENT.
          Call.of("unix", 41, 198, 0, 1, 1, 0),
          Call.of("internet", 41, 198, 0, 2, 1, 0),
          Call.of("internet 6", 41, 198, 0, 10, 1, 0),
          Call.of("routes", 41, 198, 0, NETLINK, RAW, 0),
          Call.of("sockets", 41, 198, 0, NETLINK, RAW, 4),
          Call.of("devices", 41, 198, 0, NETLINK, RAW, 15));

  private final HostWorld world = HostWorld.create();
  private final Launch launch = Launch.quietly(world).with("--network=none");
  private Map<String, Integer> outside = Map.of();
  private Map<String, Integer> inside = Map.of();
  private Map<String, Integer> nested = Map.of();
  private Map<String, Integer> unfiltered = Map.of();

  @BeforeAll
  void make() {
    String[] refused = Call.command(REFUSED);
    outside = Call.answers(world.run(refused));
    inside = Call.answers(launch.command(refused));
    nested = Call.answers(launch.with(Profiles.nestedUserNamespaces(world)).command(refused));
    unfiltered = Call.answers(Undefended.of(launch, refused).withoutFilter().outcome());
  }

  @AfterAll
  void tearDown() {
    world.close();
  }

  @ParameterizedTest
  @FieldSource("REFUSED")
  void itIsRefusedByTheFilterAlone(Call call) {
    assertThat(inside.get(call.name())).isEqualTo(call.answer());
    assertThat(nested.get(call.name())).isEqualTo(call.answer());
    assertThat(outside.get(call.name())).isNotNull().isNotEqualTo(call.answer());
    assertThat(unfiltered.get(call.name())).isNotNull().isNotEqualTo(call.answer());
  }

  @Test
  void whatThisKernelMayNotHaveIsRefusedToo() {
    Map<String, Integer> answers =
        Call.answers(launch.command(Call.command(REFUSED_WHERE_THEY_ARE)));

    for (Call call : REFUSED_WHERE_THEY_ARE) {
      assertThat(answers).containsEntry(call.name(), call.answer());
    }
  }

  @Test
  void whatProgramsNeedIsAllowed() {
    Map<String, Integer> answers = Call.answers(launch.command(Call.command(ALLOWED)));

    for (Call call : ALLOWED) {
      assertThat(answers).containsEntry(call.name(), 0);
    }
    OutcomeAssert.assertThat(
            launch.shell(
                """
                export PATH=$PATH:/usr/sbin:/sbin
                perl -e '$^F = 99; socket(my $s, 2, 1, 0); bind($s, pack "S n x12", 2, 4711); listen($s, 1);
                  exec @ARGV' sh -c 'ss -tln; ip -o addr; ip route show table all; setarch -R true'
                """))
        .succeeded()
        .outContains("0.0.0.0:4711")
        .outContains("127.0.0.1/8")
        .errIsEmpty();
  }
}
