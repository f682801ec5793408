package dev.sandboxed.e2e.work;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent debugs the programs that it starts, and those that run beside it inside. */
class DebuggersAtWorkIT {

  private final HostWorld world = HostWorld.create();
  private final Launch launch = Launch.quietly(world).with("--network=none");

  @BeforeEach
  void makeAProgram() {
    assertThat(
            world.shell(
                """
                cat >twice.c <<END
                #include <stdio.h>
                #include <sys/prctl.h>
                #include <unistd.h>
                int twice(int n) { return 2 * n; }
                int main(int count, char **words) {
                  /* Yama lets a debugger attach to others only if they agree. */
                  prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
                  if (count > 1) { puts("up"); fflush(stdout); pause(); }
                  printf("twice=%d\\n", twice(21));
                }
                END
                gcc -g -o twice twice.c
                """))
        .succeeded();
  }

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void gdbRunsAProgramOfItsOwnAndStopsIt() {
    assertThat(
            launch.shell(
                """
                gdb -q -batch -ex 'break twice' -ex run -ex bt -ex finish -ex continue ./twice 2>&1
                """))
        .succeeded()
        .outContains("Breakpoint 1, twice (n=21)")
        .outContains("Value returned is $1 = 42")
        .outContains("twice=42")
        // It turns off the randomizing of addresses.
        .outLacks("Error disabling address space randomization");
  }

  @Test
  void gdbTakesOverAProgramThatRuns() {
    assertThat(
            launch.command(
                "bash",
                "-c",
                "exec 3< <(exec ./twice wait); read -r up <&3; gdb -q -batch -p $! -ex bt -ex kill 2>&1"))
        .succeeded()
        .outContains("main (count=2");
  }

  @Test
  void straceShowsWhatAProgramDoes() {
    assertThat(launch.shell("strace -f -e trace=write ./twice 2>&1"))
        .succeeded()
        .outContains("write(1, \"twice=42\\n\", 9")
        .outContains("+++ exited with 0 +++");
  }
}
