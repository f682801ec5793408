package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The first launch says in short what it means, and no later one does. */
class FirstLaunchIT {

  private static final String SAID = "sandboxed: this is your first launch";

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  @Test
  void theFirstLaunchExplainsItselfBeforeTheAuditAndTheSecondDoesNot() {
    Outcome first = world.sandboxed("run", "shell", "-c", "exit 3");
    Outcome second = world.sandboxed("run", "shell", "-c", "exit 3");

    assertThat(first.exit()).isEqualTo(3);
    assertThat(first.err().lines().limit(6))
        .satisfiesExactly(
            line -> assertThat(line).startsWith(SAID),
            line -> assertThat(line).contains("inside   this project, writable"),
            line -> assertThat(line).contains("outside  the rest of your home"),
            line -> assertThat(line).contains("rules    profile default"),
            line -> assertThat(line).contains("--dry-run"),
            line -> assertThat(line).startsWith("sandboxed: shell in " + world.project()));
    assertThat(second).exitedWith(3).errLacks(SAID).errContains("sandboxed: shell in");
  }

  @Test
  void whatItSaysIsTrue() {
    assertThat(
            world.sandboxed(
                "run",
                "--",
                "sh",
                "-c",
                "echo mine >made; ls ~/.ssh ~/work/other 2>/dev/null; test -e ~/work/project/made"))
        .succeeded()
        .errContains("this project, writable")
        .outIs("");
  }

  @Test
  void itIsNotSaidWithQuietOrLater() {
    assertThat(world.sandboxed("run", "--quiet", "--", "true")).succeeded().errIsEmpty();
    assertThat(world.sandboxed("run", "--", "true")).succeeded().errLacks(SAID);
  }

  @Test
  void aLaunchThatStopsDoesNotCountAsTheFirst() {
    assertThat(world.sandboxed("run", "--read=nope", "--", "true")).exitedWith(125).errLacks(SAID);
    assertThat(world.sandboxed("run", "--dry-run", "--", "true")).succeeded().errLacks(SAID);
    assertThat(world.sandboxed("run", "--", "no-such-program")).exitedWith(127).errLacks(SAID);
    assertThat(world.sandboxed("run", "--", "true")).succeeded().errContains(SAID);
  }
}
