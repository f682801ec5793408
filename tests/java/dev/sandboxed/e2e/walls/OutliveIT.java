package dev.sandboxed.e2e.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostProcess;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Undefended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * No agent outlives its session by taking over bubblewrap's process inside, which ends the sandbox:
 * {@code tests/perl/outlive} says how that works. The filter refuses it, and the launcher ends what
 * it finds.
 */
class OutliveIT {

  private static final Path FIRST = Path.of("/proc/1");

  private final HostWorld world = HostWorld.create();
  private final Launch launch =
      Launch.quietly(world).with("--network=none", "--env=OUTLIVE=" + attack());

  @AfterEach
  void tearDown() {
    world.close();
  }

  private static String attack() {
    try {
      return Files.readString(Checkout.directory().resolve("tests/perl/outlive"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] shell(String script) {
    return new String[] {"sh", "-c", script};
  }

  @Test
  void theFilterKeepsDebuggersOffIt() {
    OutcomeAssert.assertThat(launch.command(shell("perl -e \"$OUTLIVE\"; exit 3")))
        .exitedWith(3)
        .outIs("attach: error 1");
    world.waitUntilNothingRuns();
  }

  /**
   * If the kernel lets processes debug only their own children (Yama), this attack is impossible.
   */
  @Test
  void aProgramThatTookItOverStillEndsWithTheSession() {
    Outcome session =
        Undefended.of(launch, shell("perl -e \"$OUTLIVE\"; exit 3"))
            .withoutMount(FIRST)
            .withoutFilter()
            .outcome();

    if (debuggersAreFree()) {
      OutcomeAssert.assertThat(session).succeeded().outIs("taken over");
    } else {
      OutcomeAssert.assertThat(session).exitedWith(3).outIs("attach: error 1");
    }
    // It would sleep for a quarter of an hour.
    assertThat(world.processes()).isEmpty();
  }

  private static boolean debuggersAreFree() {
    String scope = HostProcess.text(Path.of("/proc/sys/kernel/yama/ptrace_scope")).strip();
    return scope.isEmpty() || scope.equals("0");
  }

  /** It could also be written to through its files in /proc. */
  @Test
  void nothingOfItIsInProc() {
    String[] look = shell("cat /proc/1/stat /proc/1/task/1/stat");

    OutcomeAssert.assertThat(launch.command(look)).exitedWith(1).outIs("");
    OutcomeAssert.assertThat(Undefended.of(launch, look).withoutMount(FIRST).outcome())
        .succeeded()
        .outContains("(bwrap)");
  }

  @Test
  void otherProcessesAreSeenAndDebuggedAsUsual() {
    String script =
        """
        set -e
        sleep 1000 & child=$!
        test -r /proc/$child/stat
        test -r /proc/self/maps
        perl -e '
          my ($n, $pid) = (`uname -m` =~ /aarch64/ ? 117 : 101, fork // die);
          if (!$pid) { sleep 1000; exit }
          print syscall($n, 0x4206, $pid, 0, 0) == 0 ? "traced" : "refused";
          kill "KILL", $pid'
        kill $child
        """;
    OutcomeAssert.assertThat(launch.shell(script)).succeeded().outIs("traced");
  }
}
