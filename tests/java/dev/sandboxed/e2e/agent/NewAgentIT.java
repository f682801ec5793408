package dev.sandboxed.e2e.agent;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A new agent is a new file, never new code. */
class NewAgentIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  @Test
  void aNewAgentIsOneFile() {
    Profiles.write(
        world,
        "agents/opencode",
        """
        description = "A coding agent of our own"
        command = ["opencode", "--color"]
        [state]
        directory = "~/.opencode"
        credentials = ["auth.json"]
        [notes]
        path = "~/.config/opencode/AGENTS.md"
        [filesystem]
        read = [{ path = "~/.opencoderc", optional = true }]
        [environment]
        pass = ["OPENCODE_*"]
        [environment.set]
        OPENCODE_HOME = "~/.opencode"
        """);
    OutcomeAssert.assertThat(
            world.shell(
                "mkdir ~/.opencode && cd ~/.opencode && echo login >auth.json && echo mine >history"))
        .succeeded();
    world
        .set("OPENCODE_KEY", "k")
        .installScript(
            "opencode",
            """
            echo "$0|$*|$OPENCODE_KEY|$OPENCODE_HOME"
            head -n 1 ~/.config/opencode/AGENTS.md
            cat $OPENCODE_HOME/auth.json $OPENCODE_HOME/history
            echo "$2" >>$OPENCODE_HOME/history
            echo refreshed >$OPENCODE_HOME/auth.json
            """);
    String program = world.home() + "/bin/opencode|--color ";
    String home = "|k|" + world.home() + "/.opencode\n# The sandbox you are in\n";

    OutcomeAssert.assertThat(world.sandboxed("run", "--quiet", "opencode", "first"))
        .outIs(program + "first" + home + "login");
    OutcomeAssert.assertThat(world.sandboxed("run", "--quiet", "opencode", "second"))
        .outIs(program + "second" + home + "refreshed\nfirst");
    OutcomeAssert.assertThat(world.shell("cat ~/.opencode/*")).outIs("refreshed\nmine");
    OutcomeAssert.assertThat(world.sandboxed("profiles", "list"))
        .outContains("A coding agent of our own");
    OutcomeAssert.assertThat(world.sandboxed("explain", "opencode", "OPENCODE_KEY"))
        .outContains("agent opencode, ");
  }
}
