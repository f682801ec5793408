package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session that is observed is in a terminal like any other, and can be looked at meanwhile. */
class ObservedBesideIT {

  private static final String OBSERVED =
      "sandboxed run --quiet --network none --observe -- bash -c '";

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  /** To whoever looks from outside, a program that is traced stops in another way. */
  @Test
  void ctrlZStopsItFgContinuesItAndCtrlCEndsIt() {
    String listener = OBSERVED + "echo read\"\"y; while read -r line; do echo heard-$line; done'";
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter(listener).waitUntilShowsLine("ready").press("C-z");
      terminal.waitUntil(
          "a stopped job",
          screen -> screen.contains("Stopped") && screen.endsWith(Terminal.PROMPT));
      terminal.clear().enter("fg").enter("hello").waitUntilShowsLine("heard-hello");
      terminal.press("C-c").waitUntilPrompt();
      terminal.enter("echo status=$?").waitUntilShowsLine("status=130");
    }
    world.waitUntilNothingRuns();
  }

  /** It makes calls all the time, and stops in each for a moment. */
  @Test
  void aProgramThatIgnoresCtrlZContinues() {
    String deaf =
        OBSERVED
            + "trap \"\" TSTP; echo read\"\"y; while ! read -r -t 0.01 line; do [ -e none ]; done; echo heard-$line'";
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter(deaf).waitUntilShowsLine("ready").press("C-z");
      terminal.enter("hello").waitUntilShowsLine("heard-hello").waitUntilPrompt();
      assertThat(terminal.screen()).doesNotContain("Stopped");
    }
  }

  @Test
  void followTellsEachThingWhenItIsNewUntilTheSessionEnds() {
    Launch observed = Launch.quietly(world).with("--network", "none", "--observe");
    // Planned, and nothing is made of it.
    assertThat(observed.with("--dry-run").command("touch", "made"))
        .succeeded()
        .outContains("observed   what is refused");
    assertThat(world.project().resolve("made")).doesNotExist();
    assertThat(world.sandboxed("denials")).failed().errContains("or observed (--observe)");

    Running session =
        observed
            .shellLaunch(
                "mkdir /usr/one; echo up; until [ -e go ]; do sleep 0.1; done; mkdir /usr/one /usr/two")
            .start()
            .waitUntilPrints("up");
    Running follow =
        world.startSandboxed("denials", "--follow").waitUntilPrints("/usr/one  read-only");
    assertThat(world.run("touch", "go")).succeeded();
    assertThat(follow.finish()).succeeded().outContains("/usr/two  read-only");
    assertThat(session.finish()).exitedWith(1);
    assertThat(follow.finish().out().lines().filter(line -> line.startsWith("/usr/one")))
        .hasSize(1);
  }
}
