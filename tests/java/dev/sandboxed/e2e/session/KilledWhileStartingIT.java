package dev.sandboxed.e2e.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostProcess;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Undefended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whichever process of a starting session is killed, at any moment: nothing of the session is left,
 * and what is said about it is true.
 */
class KilledWhileStartingIT {

  private static final int MOMENTS = 40;

  // A launch takes about thirty of them.
  private static final long STEP_NANOSECONDS = 1_000_000;

  private final HostWorld world = HostWorld.create();
  private final Path started = world.project().resolve("started");

  @AfterEach
  void tearDown() {
    world.close();
  }

  /** Which one is killed. */
  enum Victim {
    /** The one that becomes bubblewrap, and stays outside. */
    OUTER(0),
    /** The sandbox's first process. */
    INNER(1),
    /** The one that becomes the agent. */
    LAST(2);

    private final int generations;

    Victim(int generations) {
      this.generations = generations;
    }

    private Optional<ProcessHandle> find(ProcessHandle launch) {
      Optional<ProcessHandle> found = child(launch);
      for (int further = 0; further < generations; further++) {
        found = found.flatMap(Victim::child);
      }
      return found;
    }

    /** Not a copy of the launcher, such as the one that writes down the variables. */
    private static Optional<ProcessHandle> child(ProcessHandle process) {
      return process
          .children()
          .filter(child -> {
            Path words = Path.of("/proc", Long.toString(child.pid()), "cmdline");
            String text = HostProcess.text(words);
            return text.contains("started") && !text.contains("bash/launch");
          })
          .findFirst();
    }

    /** Waits for it, as long as it can still come. */
    void kill(Running running, long later) {
      ProcessHandle launch = ProcessHandle.of(running.pid()).orElseThrow();
      while (launch.isAlive()) {
        Optional<ProcessHandle> found = find(launch);
        if (found.isPresent()) {
          LockSupport.parkNanos(later);
          found.get().destroyForcibly();
          return;
        }
      }
    }
  }

  private Undefended launch(String tier) {
    return Undefended.of(
        Launch.quietly(world).with("--network=" + tier), "sh", "-c", "touch started; sleep 1000");
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftAndWhatIsSaidIsTrue(Victim victim) throws IOException {
    Undefended launch = launch("none");
    for (int moment = 0; moment < MOMENTS; moment++) {
      Running running = launch.start();
      victim.kill(running, moment * STEP_NANOSECONDS);
      assertTold(running.finish());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 10, 20, 40, 80, 160})
  void theSameWithItsOwnNetwork(long milliseconds) throws IOException {
    Running running = launch("internet-only").start();
    Victim.OUTER.kill(running, milliseconds * STEP_NANOSECONDS);
    assertTold(running.finish());
  }

  private void assertTold(Outcome outcome) throws IOException {
    // At once: the launcher has waited for it.
    assertThat(ofTheSandbox()).as(outcome.describe()).isEmpty();
    assertThat(outcome.exit()).as(outcome.describe()).isIn(125, 137);
    if (outcome.exit() == 125) {
      OutcomeAssert.assertThat(outcome).errContains("nothing has been started");
      assertThat(started).as(outcome.describe()).doesNotExist();
    } else {
      OutcomeAssert.assertThat(outcome).errIsEmpty();
    }
    Files.deleteIfExists(started);
    world.waitUntilNothingRuns();
  }

  /** What runs, except the launcher's children, which are about to end with it. */
  private List<HostProcess> ofTheSandbox() {
    return world.processes().stream()
        .filter(process -> !process.command().contains("src/main/bash/launch"))
        .filter(process -> !process.command().contains("slirp4netns"))
        .toList();
  }
}
