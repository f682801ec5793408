package dev.sandboxed.seccomp;

import static dev.sandboxed.seccomp.Rule.refused;

import java.util.List;
import java.util.stream.Stream;

/** Calls that do to the person's terminal what outlasts the session. */
final class TerminalCalls {

  // asm-generic/ioctls.h.
  private static final int TIOCSTI = 0x5412;
  private static final int TIOCLINUX = 0x541C;

  // TIOCEXCL and TIOCSETD; of a console (linux/kd.h, linux/vt.h) KDSETMODE, KDSKBMODE, KDSKBMUTE
  // and VT_SETMODE.
  private static final List<Integer> STAYING =
      List.of(0x540C, 0x5423, 0x4B3A, 0x4B45, 0x4B51, 0x5602);

  // TCXONC, and of termios.h TCOOFF: stops what is printed.
  private static final int FLOW = 0x540A;
  private static final int OFF = 0;

  // FIOASYNC. asm-generic/fcntl.h: F_SETFL, O_ASYNC.
  private static final int ASYNC_REQUEST = 0x5452;
  private static final int SET_FLAGS = 4;
  private static final int ASYNC = 020000;

  static final SystemCall IOCTL = new SystemCall("ioctl", 16, 54, 29, 54);

  private TerminalCalls() {}

  /**
   * The agent shares the person's terminal, so that job control and resizing work. Two ioctl
   * requests type into it, and so into the shell that gets it back; others leave it in a state that
   * stty cannot undo. And who asks for a signal when something is typed, or for any other, has the
   * kernel send it to all that are in the terminal's foreground: the launcher and the script that
   * called it.
   */
  static List<Rule> terminal() {
    String types = "types into your terminal";
    String stays = "outlasts the session in your terminal";
    String signals = "signals the processes outside at your next key";
    return Stream.of(
            Stream.of(TIOCSTI, TIOCLINUX).map(request -> terminal(request, types)),
            STAYING.stream().map(request -> terminal(request, stays)),
            Stream.of(
                refused(IOCTL, stays, new Condition.Is(1, FLOW), new Condition.Is(2, OFF)),
                terminal(ASYNC_REQUEST, signals)),
            Stream.of(
                    new SystemCall("fcntl", 72, 55, 25, 55),
                    new SystemCall("fcntl64", SystemCall.ABSENT, 221, SystemCall.ABSENT, 221))
                .map(call ->
                    refused(
                        call,
                        signals,
                        new Condition.Is(1, SET_FLAGS),
                        new Condition.HasAny(2, ASYNC))))
        .flatMap(rules -> rules)
        .toList();
  }

  private static Rule terminal(int request, String why) {
    return refused(IOCTL, why, new Condition.Is(1, request));
  }
}
