package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostProcess;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Running;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Observing changes nothing for the agent, opens nothing to it, and leaves nothing behind. */
class ObserveFailuresIT {

  private static final String WAITING = "echo up; until [ -e go ]; do :; done; ";

  private static final String WITHOUT_STRACE =
      """
      exec unshare --user --map-root-user --mount bash -c '
        mount --bind /dev/null "$(PATH=/usr/sbin:/usr/bin type -P strace)" || exit
        exec unshare --user --map-user=$0 --map-group=$1 -- "${@:2}"' "$(id -u)" "$(id -g)" "$@"
      """;

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  private Launch observed() {
    return Launch.quietly(world).with("--network", "none", "--observe");
  }

  private HostProcess strace() {
    return world.processes().stream()
        .filter(one -> one.command().contains("strace -DDD"))
        .findFirst()
        .orElseThrow();
  }

  private void kill(long process) {
    assertThat(world.shell("kill -9 \"$1\"", Long.toString(process))).succeeded();
  }

  @Test
  void whereStraceIsKilledTheKernelRefusesOnAndThePersonIsTold() {
    Running session =
        observed()
            .shellLaunch(WAITING + "exec 3<README.md && echo opened; exit 4")
            .start()
            .waitUntilPrints("up");
    kill(strace().pid());
    session.waitUntilSays("strace has ended, so from now on the kernel refuses");
    // Nothing inside sees a file any more, so that it waits for ever.
    session.terminate();
    assertThat(session.finish())
        .outLacks("opened")
        .errContains("strace has ended, so from now on the kernel refuses");
    world.waitUntilNothingRuns();
  }

  /** It is not strace that has gone then: what the agent does goes on as before. */
  @Test
  void whereNobodyWritesDownWhatIsTriedThePersonIsToldAndTheAgentGoesOn() {
    Running session =
        observed()
            .shellLaunch(
                WAITING
                    + "cat README.md; mkdir /usr/made /usr/other; rm go; until [ -e go ]; do :; done; exit 4")
            .start()
            .waitUntilPrints("up");
    long writing =
        world.processes().stream()
            .filter(one -> one.command().contains("perl/observed"))
            .findFirst()
            .orElseThrow()
            .pid();
    kill(writing);
    session.waitUntilSays("the program that writes down what is tried has ended, so from now on");
    assertThat(world.run("touch", "go")).succeeded();
    session.waitUntilPrints("# A project");
    assertThat(world.shell("while [ -e go ]; do :; done; touch go")).succeeded();
    assertThat(session.finish())
        .exitedWith(4)
        .errContains("the program that writes down what is tried was gone before the agent was")
        .errLacks("strace");
    world.waitUntilNothingRuns();
  }

  /** Nobody inside can stop it, but a person can. */
  @Test
  void aStraceThatIsStoppedGoesOn() {
    Running session =
        observed()
            .shellLaunch("echo up; while :; do cat README.md >/dev/null; done")
            .start()
            .waitUntilPrints("up");
    String stop = "kill -STOP \"$1\"";
    assertThat(world.shell(stop, Long.toString(strace().pid()))).succeeded();
    session.waitUntilSays("strace was stopped, and the agent with it; it goes on");
    // Also where it is stopped when all the rest is about to end.
    assertThat(world.shell(stop, Long.toString(strace().pid()))).succeeded();
    session.terminate();
    assertThat(session.finish()).exitedWith(143);
    world.waitUntilNothingRuns();
  }

  @Test
  void killingTheLauncherLeavesNothingAndWhatWasSeenIsKept() {
    Running session =
        observed()
            .shellLaunch("cat /usr/none; mkdir /usr/made; " + WAITING)
            .start()
            .waitUntilPrints("up");
    strace();
    session.killHard();
    world.waitUntilNothingRuns();
    assertThat(world.sandboxed("denials")).succeeded().outContains("/usr/made  read-only");
  }

  @Test
  void theAgentCannotReachWhatObservesIt() {
    String look =
        """
        for process in /proc/[0-9]*; do tr '\\0' ' ' <$process/cmdline; done | grep -c 'strac[e]'
        grep TracerPid /proc/self/status; ls /proc/self/fd /proc/$PPID/fd 2>/dev/null
        kill -9 -1
        """;
    Outcome bare = Launch.quietly(world).with("--network", "none").shell(look);
    Outcome seen = observed().shell(look);
    assertThat(seen.out()).isEqualTo(bare.out()).startsWith("0\nTracerPid:\t0\n");
    assertThat(seen.exit()).isEqualTo(bare.exit());
    assertThat(seen).errLacks("strace");
    // The probe finds it where it can be found.
    Running session = observed().shellLaunch(WAITING).start().waitUntilPrints("up");
    assertThat(
            world.shell(
                "for process in /proc/[0-9]*; do tr '\\0' ' ' <$process/cmdline; done 2>/dev/null | grep -c 'strac[e]'"))
        .succeeded();
    session.terminate();
    session.finish();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "HUP", "USR1"})
  void signalsAndTheExitStatusAreAsWithout(String signal) {
    Running session =
        observed()
            .shellLaunch("trap 'echo got; exit 9' " + signal + "; " + WAITING)
            .start()
            .waitUntilPrints("up");
    assertThat(world.shell("kill -s \"$1\" \"$2\"", signal, Long.toString(session.pid())))
        .succeeded();
    assertThat(session.finish()).exitedWith(9).outContains("got");
    world.waitUntilNothingRuns();
  }

  @Test
  void aLaunchLikeAnEarlierOneIsObservedAsWell() {
    Planner planner = new Planner(world);
    String[] words = {
      "run", "-q", "--network", "none", "--observe", "--", "sh", "-c", "mkdir /usr/made"
    };
    planner.launch(words);
    long before = planner.started();
    Outcome warm = planner.launch(words);
    assertThat(warm).exitedWith(1).errContains("1 thing was refused: ");
    // Once, to count what was refused, when the agent has ended.
    assertThat(planner.started() - before).isLessThanOrEqualTo(2);
    String[] without = {"run", "-q", "--network", "none", "--", "sh", "-c", "mkdir /usr/made"};
    assertThat(planner.warm(without)).exitedWith(1).errLacks("refused");
  }

  @Test
  void whatIsMissingIsNamedWithItsPackage() {
    world.behind("bash", "-c", WITHOUT_STRACE, "bash");
    assertThat(observed().command("touch", "started"))
        .exitedWith(125)
        .errContains("denials below [observe], or --observe, needs strace, which is not on PATH")
        .errContains("apt-get install strace");
    assertThat(Launch.quietly(world).with("--network", "none").command("true")).succeeded();
  }

  @Test
  void aSessionThatStraceCannotTraceDoesNotStart() {
    world.installScript("strace", "echo 'strace: ptrace: no' >&2; exit 1");
    assertThat(observed().command("touch", "started"))
        .exitedWith(125)
        .errContains("the sandbox could not be made, and nothing has been started")
        .errContains("strace: ptrace: no")
        .errContains("leave out [observe]");
    assertThat(world.project().resolve("started")).doesNotExist();
    world.waitUntilNothingRuns();
  }
}
