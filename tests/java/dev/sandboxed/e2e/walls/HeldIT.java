package dev.sandboxed.e2e.walls;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Undefended;
import dev.sandboxed.e2e.world.Waiting;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A file that is replaced on the host while a session runs loses its mask or its protection: the
 * kernel does that, and it cannot be prevented. The person is told.
 */
class HeldIT {

  /** Waits for the host, and tries what is forbidden, before and after. */
  private static final String AGENT =
      """
      try() { sh -c "$1" 2>/dev/null && echo "$2 got in"; }
      try "$1" before; touch ready
      until [ -e go ]; do sleep 0.05; done
      try "$1" after
      [ -z "$2" ] || { touch done; until [ -e over ]; do sleep 0.05; done; }
      rm -f ready go done over
      exit 7
      """;

  private final HostWorld world = HostWorld.create();
  private final Launch launch = Launch.quietly(world).with("--network=none");

  @AfterEach
  void tearDown() {
    world.close();
  }

  private void waitFor(String file) {
    Waiting.until(() -> world.project().resolve(file).toFile().exists(), () -> file);
  }

  private void touch(String file) {
    assertThat(world.run("touch", file)).succeeded();
  }

  private Running session(String attack, String stay) {
    Launch session = launch.with("--deny=vault").with("--", "sh", "-c", AGENT, "sh", attack, stay);
    assertThat(world.shell("mkdir -p vault && echo x >vault/secret")).succeeded();
    return world.start(session.directory(), session.words());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grep . .env | sed -i s/x/y/ .env | .env is no longer masked",
        "test ! -L .git/config && echo >>.git/config | git remote add there url | .git/config is no longer protected",
        "touch .git/hooks/new | rm -r .git/hooks && mkdir .git/hooks | .git/hooks is no longer protected",
        "ls vault | mv vault v && mkdir vault | vault is no longer masked",
      })
  void thePersonIsToldAtOnceAndAtTheEnd(String attack, String change, String words) {
    Running session = session(attack, "stay");
    waitFor("ready");
    assertThat(world.shell(change)).succeeded();
    touch("go");
    waitFor("done");

    session.waitUntilSays(
        words + ", as it was replaced on this host: the agent can get at it, so end the session");
    touch("over");

    assertThat(session.finish())
        .exitedWith(7)
        .outLacks("before got in")
        .outContains("after got in")
        .errContains(
            words + ", as it was replaced on this host: since then the agent could get at it");
  }

  /** The last look comes when nothing of the sandbox is left. */
  @Test
  void aSessionThatEndsAtOnceReportsItToo() {
    Running session = session("grep . .env", "");
    waitFor("ready");
    assertThat(world.shell("sed -i s/x/y/ .env; touch go")).succeeded();

    assertThat(session.finish())
        .exitedWith(7)
        .outContains("after got in")
        .errContains(".env is no longer masked")
        .errContains("since then the agent could get at it");
  }

  @Test
  void nothingIsSaidIfNothingIsLost() {
    Running session = session("grep . .env", "");
    waitFor("ready");
    assertThat(world.shell("echo more >>.env; git status; echo x >new; mv new README.md; touch go"))
        .succeeded();

    assertThat(session.finish()).exitedWith(7).outIs("").errIsEmpty();
  }

  @Test
  void withoutTheListNothingIsSaid() {
    Running session =
        Undefended.of(launch, "sh", "-c", AGENT, "sh", "grep . .env", "")
            .with("held", List.of())
            .start();
    waitFor("ready");
    assertThat(world.shell("sed -i s/x/y/ .env; touch go")).succeeded();

    assertThat(session.finish()).exitedWith(7).outContains("after got in").errIsEmpty();
  }

  /** As if a file had been replaced after the sandbox was made. */
  @Test
  void aMaskMissingWhenTheSandboxIsMadeKeepsTheAgentFromStarting() {
    assertThat(
            Undefended.of(launch, "touch", "started")
                .with("held", List.of("masked", "/not/mounted", "secrets"))
                .outcome())
        .exitedWith(125)
        .errContains("nothing has been started: secrets is no longer masked");
    assertThat(world.project().resolve("started")).doesNotExist();
  }

  /** As if another session had swapped the directory for a symlink while bubblewrap looked. */
  @ParameterizedTest
  @CsvSource({"work/project/a sub, --deny=a sub/.env", "their/lib, --read=../../their/lib"})
  void aPlaceThatLedElsewhereWhenItWasMountedKeepsTheAgentFromStarting(String at, String option) {
    Path place = world.home().resolve(at);
    assertThat(
            world.shell(
                "mkdir -p \"$1\" ~/keys && touch \"$1/.env\" ~/keys/.env && echo k >~/keys/key",
                place.toString()))
        .succeeded();
    Launch granting = launch.with(option);
    String[] attack = {"cat", place.resolve("key").toString()};
    Path keys = world.home().resolve("keys");

    assertThat(Undefended.of(granting, attack).withSource(place, keys).outcome())
        .exitedWith(125)
        .errContains("nothing has been started")
        .errContains(place.getFileName().toString().replace("a ", "") + " is not what it was")
        .outLacks("k");
    assertThat(
            Undefended.of(granting, attack)
                .withSource(place, keys)
                .with("bound", List.of())
                .outcome())
        .succeeded()
        .outContains("k");
  }

  @Test
  void theWatcherEndsWithTheLauncher() {
    Running session = session("true", "stay");
    waitFor("ready");
    session.killHard();
    session.finish();

    world.waitUntilNothingRuns();
  }
}
