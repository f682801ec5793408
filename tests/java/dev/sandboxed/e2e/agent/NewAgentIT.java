package dev.sandboxed.e2e.agent;

import dev.sandboxed.e2e.world.Flips;
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
  @Flips(agent = "state.more")
  void anAgentMayKeepItsStateInSeveralDirectories() {
    Profiles.write(
        world,
        "agents/many",
        """
        command = ["many"]
        [state]
        directory = "$XDG_DATA_HOME/many"
        more = ["$XDG_CONFIG_HOME/many", "~/.cache/many"]
        credentials = ["auth.json"]
        seed = [{ file = "seed.json", content = '{"a": 1}' }]
        [filesystem]
        read = [{ path = "~/.config/many/settings", optional = true }]
        """);
    OutcomeAssert.assertThat(
            world.shell(
                "cd; mkdir -p .local/share/many .config/many; echo login >.local/share/many/auth.json;"
                    + " echo mine >.config/many/settings; echo host >.config/many/more"))
        .succeeded();
    String work =
        """
        cd; ls -A .local/share/many .config/many .cache/many
        cat .local/share/many/auth.json .config/many/settings
        echo renewed >.local/share/many/auth.json
        for place in .local/share .config .cache; do echo $place >>$place/many/own; done
        cat .local/share/many/own .config/many/own .cache/many/own
        """;
    world.installScript("many", work);

    OutcomeAssert.assertThat(world.sandboxed("run", "--quiet", "many"))
        .succeeded()
        .outIs(
            """
            .cache/many:

            .config/many:
            settings

            .local/share/many:
            auth.json
            seed.json
            login
            mine
            .local/share
            .config
            .cache\
            """);
    OutcomeAssert.assertThat(world.sandboxed("run", "--quiet", "many"))
        .succeeded()
        .outContains("renewed\nmine\n.local/share\n.local/share\n.config\n.config\n.cache\n.cache");
    OutcomeAssert.assertThat(world.sandboxed("run", "--quiet", "--state=ephemeral", "many"))
        .succeeded()
        .outContains("renewed\nmine\n.local/share\n.config\n.cache");
    OutcomeAssert.assertThat(
            world.shell("cd; cat .config/many/* .local/share/many/*; ls -A .cache"))
        .succeeded()
        .outIs("host\nmine\nrenewed\nsandboxed");
  }

  @Test
  @Flips(agent = {"command", "description", "notes.path", "state.credentials", "state.directory"})
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
