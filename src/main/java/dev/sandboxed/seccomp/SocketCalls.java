package dev.sandboxed.seccomp;

import static dev.sandboxed.seccomp.SystemCall.ABSENT;

import java.util.List;

/** Sockets of kinds that no namespace separates, or that few have tested. */
final class SocketCalls {

  // linux/socket.h.
  private static final int UNIX = 1;
  private static final int INTERNET = 2;
  private static final int INTERNET_6 = 10;
  private static final int NETLINK = 16;

  // linux/netlink.h: NETLINK_ROUTE, by which every libc finds addresses; NETLINK_SOCK_DIAG, with
  // which ss lists sockets; NETLINK_KOBJECT_UEVENT, without which libusb does not start.
  private static final List<Integer> NETLINK_PROTOCOLS = List.of(0, 4, 15);

  // linux/net.h: SYS_SOCKET and SYS_SOCKETPAIR, by which socketcall makes sockets.
  private static final int MAKE_SOCKET = 1;
  private static final int MAKE_PAIR = 8;

  private static final SystemCall SOCKET = new SystemCall("socket", 41, 359, 198, 281);
  private static final SystemCall SOCKET_PAIR = new SystemCall("socketpair", 53, 360, 199, 288);
  private static final SystemCall SOCKET_CALL =
      new SystemCall("socketcall", ABSENT, 102, ABSENT, ABSENT);

  private SocketCalls() {}

  /**
   * Of all families, programs use four. Of the others, some belong to no network namespace, such as
   * AF_VSOCK between a virtual machine and its host, and the code of most is used so little that
   * faults in it stay for years. The kind that i386's socketcall is asked for is in memory, where
   * no filter can look.
   */
  static List<Rule> sockets() {
    String family = "no tier separates it, or nothing inside needs it";
    Condition exotic = new Condition.NoneOf(0, List.of(UNIX, INTERNET, INTERNET_6, NETLINK));
    return List.of(
        new Rule(SOCKET, List.of(exotic), Verdict.EAFNOSUPPORT, family),
        new Rule(SOCKET_PAIR, List.of(exotic), Verdict.EAFNOSUPPORT, family),
        new Rule(
            SOCKET,
            List.of(new Condition.Is(0, NETLINK), new Condition.NoneOf(2, NETLINK_PROTOCOLS)),
            Verdict.EPROTONOSUPPORT,
            "asks a part of the kernel that nothing inside needs"),
        socketCall(MAKE_SOCKET),
        socketCall(MAKE_PAIR));
  }

  private static Rule socketCall(int use) {
    return new Rule(
        SOCKET_CALL,
        List.of(new Condition.Is(0, use)),
        Verdict.ENOSYS,
        "its address family is in memory");
  }
}
