package dev.sandboxed.e2e.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Undefended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The agent is in the process group of the launcher and of the script that called it; neither gets
 * a signal from inside that the launcher does not survive.
 */
class OuterGroupIT {

  // A script in a group of its own, with something beside the launch; it says whether both are
  // there when the launch has ended.
  private static final String SCRIPT =
      """
      trap : TERM
      sleep 1000 </dev/null >/dev/null 2>&1 &
      rm -f ~/lives
      "$@"
      status=$?
      kill -0 $! && touch ~/lives
      kill $!
      exit $status
      """;

  private final HostWorld world =
      HostWorld.create().behind("setsid", "--wait", "bash", "-c", SCRIPT, "bash");
  private final Path lives = world.home().resolve("lives");
  private final Launch launch = Launch.quietly(world).with("--network=none");

  @AfterEach
  void tearDown() {
    world.behind().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill -9 0", "kill -ALRM 0"})
  void noSignalReachesIt(String attack) throws IOException {
    String script = "echo x >.git/commondir; " + attack + " 2>/dev/null; echo refused";
    OutcomeAssert.assertThat(launch.shell(script))
        .succeeded()
        .outIs("refused")
        .errContains("new      .git/commondir");
    assertThat(lives).exists();

    Files.delete(world.project().resolve(".git/commondir"));
    Undefended undefended = Undefended.of(launch, "sh", "-c", script).withoutFilter();
    Files.delete(lives);
    Outcome taken = undefended.outcome();
    assertThat(lives).as(taken.describe()).doesNotExist();
  }

  @Test
  void signalsThatTheLauncherSurvivesStillArrive() {
    Outcome session = launch.shell("echo x >.git/commondir; kill -TERM 0; sleep 1000");
    assertThat(session.err()).as(session.describe()).contains("new      .git/commondir");
  }

  @Test
  void timeoutEndsEverythingThatItsCommandHasStarted() {
    OutcomeAssert.assertThat(launch.shell("timeout 0.1 sh -c 'sleep 1000; :' | cat; echo over"))
        .succeeded()
        .outIs("over");
  }

  @Test
  void itsPriorityStays() throws IOException {
    // setpriority(PRIO_PGRP, 0, 19) and ioprio_set(IOPRIO_WHO_PGRP, 0, idle).
    String script =
        """
        perl -e '
          my $arm = `uname -m` =~ /aarch64/;
          print syscall($arm ? 140 : 141, 1, 0, 19) == 0 ? "nice " : $! + 0, " ";
          print syscall($arm ? 30 : 251, 2, 0, 3 << 13) == 0 ? "idle" : $! + 0'
        """;
    OutcomeAssert.assertThat(launch.shell(script)).succeeded().outIs("1 1");
    OutcomeAssert.assertThat(Undefended.of(launch, "sh", "-c", script).withoutFilter().outcome())
        .succeeded()
        .outIs("nice  idle");
  }

  @Test
  void groupsInsideGetSignalsAsUsual() {
    String script =
        """
        setsid bash -c 'sleep 1000 & echo up; wait' >up & group=$!
        until grep -q up up; do :; done
        kill -TERM -$group; wait $group; echo $?
        """;
    OutcomeAssert.assertThat(launch.shell(script)).succeeded().outIs("143");
  }
}
