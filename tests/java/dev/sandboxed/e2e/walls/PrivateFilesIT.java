package dev.sandboxed.e2e.walls;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sandboxed keeps is for the person alone, also where they let everybody read and write. */
class PrivateFilesIT {

  // Below an instance the agent decides, and nobody else gets into the directory around it.
  private static final String OPEN_TO_OTHERS =
      """
      cd ~
      find .config/sandboxed .local/state/sandboxed .cache/sandboxed .local/share/sandboxed \\
        -path '*/instances/*/*/*' -prune -o ! -type l -perm /077 -printf '%m %p\\n'
      """;

  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void furnish() {
    Profiles.write(
        world,
        "agents/writer",
        """
        command = ["writer"]
        [state]
        directory = "~/.writer"
        credentials = ["mounted.json", { file = "carried.json", replaced = true }]
        [[state.seed]]
        file = "seed.json"
        content = '{"a": 1}'
        """);
    world.installScript(
        "writer", "umask\ncd ~/.writer\necho '{\"t\": 1}' >new && mv new carried.json\n");
    assertThat(world.shell("chmod -R go= ~/.config/sandboxed")).succeeded();
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  @Test
  void everyFileOfALaunchIsPrivateAndTheAgentHasThePersonsUmask() {
    String launch = "umask 000; \"$SANDBOXED\" run --quiet --network=none writer";
    assertThat(here(launch)).outIs("0000");
    // And one without Java.
    assertThat(here(launch)).outIs("0000");
    assertThat(here("umask 027; \"$SANDBOXED\" run --quiet --network=none writer")).outIs("0027");
    assertThat(world.shell("ls ~/.local/state/sandboxed/logins/writer"))
        .outIs("carried.json\nmounted.json");
    assertThat(world.shell("cat ~/.local/state/sandboxed/trail/trail.jsonl | wc -l")).outIs("6");
    assertThat(world.shell(OPEN_TO_OTHERS)).outIs("");
  }

  @Test
  void everyFileOfTheOtherCommandsIsPrivate() {
    assertThat(
            here(
                """
                set -e
                umask 000
                export npm_config_registry=http://127.0.0.1:9/
                printf '[filesystem]\\ndeny = ["x"]\\n' >.sandboxed.toml
                digest=$("$SANDBOXED" allow 2>&1 | grep -o 'sha256-[^ ]*' | tail -n 1)
                "$SANDBOXED" allow --digest "$digest"
                "$SANDBOXED" profiles new mine
                "$SANDBOXED" agents list
                "$SANDBOXED" run --quiet --network=none writer
                "$SANDBOXED" gc
                """))
        .succeeded();
    assertThat(world.shell("ls ~/.config/sandboxed/profiles/mine.toml ~/.local/state/sandboxed"))
        .outContains("mine.toml")
        .outContains("approvals");
    assertThat(world.shell(OPEN_TO_OTHERS)).outIs("");
  }

  private Outcome here(String code) {
    return world.shell("SANDBOXED=$1; " + code, Checkout.program("sandboxed").toString());
  }
}
