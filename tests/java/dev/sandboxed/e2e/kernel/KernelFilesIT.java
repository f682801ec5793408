package dev.sandboxed.e2e.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Undefended;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel's own files: {@code /proc}, {@code /sys} and {@code /dev}. */
class KernelFilesIT {

  private final HostWorld world = HostWorld.create();
  private final Launch launch = Launch.quietly(world).with("--network=none");

  @AfterEach
  void tearDown() {
    world.close();
  }

  /** Those that every kernel has and shows to everybody. */
  @ParameterizedTest
  @ValueSource(strings = {"/proc/cmdline", "/proc/kallsyms", "/proc/interrupts"})
  void aFileThatTellsOfTheWholeMachineIsMasked(String file) {
    String[] look = {"sh", "-c", "head -c 9 " + file + " | grep -q . && echo seen"};

    OutcomeAssert.assertThat(world.run(look)).succeeded();
    OutcomeAssert.assertThat(launch.command(look)).failed().errContains("Permission denied");
    OutcomeAssert.assertThat(Undefended.of(launch, look).withoutMount(Path.of(file)).outcome())
        .succeeded();
    OutcomeAssert.assertThat(launch.with("--explain=" + file).command("true"))
        .succeeded()
        .outContains("masked")
        .outContains("no namespace separates it");
  }

  /** A terminal's own devices are there beside them, where there is a terminal. */
  @Test
  void onlyHarmlessDevicesAreThere() {
    OutcomeAssert.assertThat(
            launch.shell(
                "for one in /dev/*; do test -L $one || test ! -c $one || echo ${one##*/}; done | xargs"))
        .succeeded()
        .outIs("full null random tty urandom zero");
    OutcomeAssert.assertThat(
            launch.shell("test \"$(find /dev/shm /dev/pts -mindepth 1)\" = /dev/pts/ptmx"))
        .succeeded();
  }

  /**
   * Runtimes find out how many processors they may use without {@code /sys}, all of them and where
   * the session has only one.
   */
  @ParameterizedTest
  @ValueSource(strings = {"", "taskset -c 0 "})
  void runtimesCountTheProcessorsAsTheyDoOutside(String some) {
    String count =
        """
        set -e
        nproc; getconf _NPROCESSORS_ONLN
        python3 -c 'import os; print(len(os.sched_getaffinity(0)), os.cpu_count())'
        node -p 'os.availableParallelism() + " " + os.cpus().length'
        echo 'class A { public static void main(String[] a) { System.out.println(Runtime.getRuntime().availableProcessors()); } }' >A.java
        java A.java
        """;
    String run = "exec " + some + "sh -c \"$1\"";
    String outside = world.shell(run, count).out();

    assertThat(outside.lines()).hasSize(5);
    OutcomeAssert.assertThat(launch.shell(run, count)).succeeded().outIs(outside.strip());
    OutcomeAssert.assertThat(launch.shell("ls /sys")).failed();
  }
}
