package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.AgentScript;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import dev.sandboxed.e2e.world.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A person who is logged in somewhere is logged in everywhere, and stays so. */
class LoginIT {

  private static final String FILE = "~/.claude/.credentials.json";

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void theOthersAndTheHostSeeWhatOneSessionWrites() {
    loggedIn("old");
    AgentScript agent = AgentScript.installed(world);
    Running waiting =
        agent
            .startIn(
                world.otherProject(),
                "echo ready; until grep -q new " + FILE + "; do sleep 0.1; done; cat " + FILE)
            .waitUntilPrints("ready");

    assertThat(agent.run("cat " + FILE + "; echo new >" + FILE)).succeeded().outIs("old");

    assertThat(waiting.finish()).succeeded().outContains("new");
    assertThat(world.shell("cat " + FILE)).succeeded().outIs("new");
  }

  @Test
  void aLoginThatASessionOpenedToOthersIsClosedByTheNext() {
    loggedIn("old");
    AgentScript agent = AgentScript.installed(world);
    assertThat(agent.run("chmod 644 " + FILE)).succeeded();
    assertThat(world.shell("stat -c %a " + FILE)).outIs("644");

    assertThat(agent.run("true"))
        .succeeded()
        .errContains("others could read the login ")
        .errContains(".claude/.credentials.json; it is now private (mode 600)");

    assertThat(world.shell("stat -c %a " + FILE)).outIs("600");
    assertThat(agent.run("true")).succeeded().errLacks("others could read the login");
  }

  @Test
  void aLoginMadeInsideIsFoundByTheNextProject() {
    AgentScript agent = AgentScript.installed(world);
    assertThat(agent.run("cat " + FILE + "; echo made-inside >" + FILE)).succeeded().outIs("{}");
    assertThat(agent.runIn(world.otherProject(), "cat " + FILE)).outIs("made-inside");
    assertThat(agent.run("cat " + FILE, "--state=ephemeral")).outIs("made-inside");
    assertThat(agent.run("cat " + FILE, "--state=shared")).outIs("made-inside");
    assertThat(world.shell("ls -A ~/.claude")).exitedWith(2).outIs("");
    assertThat(
            world.shell(
                "cd ~/.local/state/sandboxed && stat -c '%a %n' logins logins/claude/."
                    + " logins/claude/.credentials.json"))
        .outIs("700 logins\n700 logins/claude/.\n600 logins/claude/.credentials.json");
  }

  @Test
  void twoFirstSessionsMayLookForALoginAtOnce() {
    AgentScript agent = AgentScript.installed(world);
    String script = "cat " + FILE + "; touch ~/work/*/met-$1 2>&-; echo met";
    List<Running> both =
        List.of(
            agent.startIn(world.project(), script), agent.startIn(world.otherProject(), script));
    both.forEach(running -> assertThat(running.finish()).succeeded().outIs("{}\nmet"));
  }

  @Test
  void aLoginOnTheHostCountsMoreThanOneMadeInside() {
    AgentScript agent = AgentScript.installed(world);
    assertThat(agent.run("echo made-inside >" + FILE)).succeeded();
    loggedIn("the-hosts");
    assertThat(agent.run("cat " + FILE)).outIs("the-hosts");
    assertThat(world.shell("rm " + FILE)).succeeded();
    assertThat(agent.run("cat " + FILE)).outIs("made-inside");
  }

  @Test
  void theDryRunSaysWhereTheLoginComesFrom() {
    AgentScript.installed(world);
    assertThat(world.sandboxed("run", "--dry-run", "claude"))
        .outContains("from " + world.home() + "/.local/state/sandboxed/logins/claude/")
        .outContains("for a login made inside");
    loggedIn("the-hosts");
    assertThat(world.sandboxed("run", "--dry-run", "claude")).outLacks("/logins/");
  }

  @Test
  void withoutAuthThereIsNoLogin() {
    AgentScript agent = AgentScript.installed(world);
    assertThat(agent.run("echo made-inside >" + FILE)).succeeded();
    assertThat(agent.run("cat " + FILE, "--auth=none")).outIs("");
    loggedIn("the-hosts");
    assertThat(agent.run("cat " + FILE, "--auth=none")).outIs("");
    assertThat(agent.run("cat " + FILE, "--auth=shared")).outIs("the-hosts");
  }

  @Test
  @Flips(profile = "auth.mode")
  void aProfileSaysHowMuchOfTheLoginThereIs() {
    AgentScript agent = AgentScript.installed(world);
    String change = "cat " + FILE + "; (echo changed-inside >" + FILE + ") 2>&- || echo refused";
    for (String mode : List.of("none", "readonly", "shared")) {
      Profiles.write(world, mode, "extends = 'default'\nauth.mode = '" + mode + "'\n");
    }
    loggedIn("the-hosts\n");
    assertThat(agent.run(change, "--profile=none")).outLacks("the-hosts");
    assertThat(agent.run(change, "--profile=readonly")).outIs("the-hosts\nrefused");
    assertThat(world.shell("cat " + FILE)).outIs("the-hosts");
    assertThat(agent.run(change, "--profile=shared")).outIs("the-hosts");
    assertThat(world.shell("cat " + FILE)).outIs("changed-inside");
  }

  @Test
  void aReadOnlyLoginCannotBeChanged() {
    AgentScript agent = AgentScript.installed(world);
    String change = "echo $(cat " + FILE + "); (echo changed >" + FILE + ") 2>&- || echo refused";
    assertThat(agent.run("test -s " + FILE, "--auth=readonly")).exitedWith(1);
    assertThat(agent.run("echo made-inside >" + FILE)).succeeded();
    assertThat(agent.run(change, "--auth=readonly")).outIs("made-inside\nrefused");
    loggedIn("the-hosts");
    assertThat(agent.run(change, "--auth=readonly")).outIs("the-hosts\nrefused");
    assertThat(world.shell("cat " + FILE)).outIs("the-hosts");
  }

  @Test
  @Flips(agent = "state.credentials.expires")
  void aReadOnlyLoginThatExpiresIsReported() {
    AgentScript agent = AgentScript.installed(world);
    loggedIn(ending(Instant.EPOCH));
    assertThat(agent.run("true", "--auth=readonly"))
        .succeeded()
        .errContains("expired at 1970-01-01T00:00:00Z");
    assertThat(agent.run("true")).succeeded().errLacks("expired");
    // In the middle of the hour, so that the answer is the same however long a launch takes.
    loggedIn(ending(Instant.now().plus(Duration.ofMinutes(30))));
    assertThat(agent.run("true", "--auth=readonly")).errContains("expires within the hour");
    loggedIn(ending(Instant.now().plus(Duration.ofDays(1))));
    assertThat(agent.run("true", "--auth=readonly")).succeeded().errLacks("login in");
    loggedIn("{\"claudeAiOauth\": [");
    assertThat(agent.run("true", "--auth=readonly")).succeeded().errLacks("login in");
  }

  @Test
  void whatIsInTheWayOfALoginIsReported() {
    AgentScript agent = AgentScript.installed(world);
    assertThat(world.shell("mkdir -p ~/.local/state/sandboxed/logins/claude/.credentials.json"))
        .succeeded();
    assertThat(agent.run("echo started"))
        .exitedWith(125)
        .outIs("")
        .errContains("is in the way of the login");
    assertThat(agent.run("echo started", "--auth=none")).succeeded().outIs("started");
  }

  @Test
  void realClaudeCodeTreatsSandboxedsFileAsNoLoginUntilSomebodyLogsIn() {
    RealAgent.claude().install(world);
    Launch status = Launch.quietly(world).with("claude", "auth", "status");
    assertThat(status.outcome()).outContains("\"loggedIn\": false");
    AgentScript agent = AgentScript.installed(world);
    assertThat(
            agent.run("printf %s '" + token(Instant.now().plus(Duration.ofDays(1))) + "' >" + FILE))
        .succeeded();
    RealAgent.claude().install(world);
    assertThat(status.in(world.otherProject()).outcome()).outContains("\"loggedIn\": true");
  }

  private void loggedIn(String text) {
    assertThat(world.shell("mkdir -p ~/.claude && printf %s \"$1\" >" + FILE, text)).succeeded();
  }

  private static String ending(Instant end) {
    return "{\"claudeAiOauth\": {\"expiresAt\": " + end.toEpochMilli() + "}}";
  }

  /** As Claude Code writes it. */
  static String token(Instant end) {
    return """
    {"claudeAiOauth": {"accessToken": "sk-ant-oat01-token-of-a-test", "refreshToken": "refresh",
     "expiresAt": %d, "scopes": ["user:inference", "user:profile"], "subscriptionType": "max"}}
    """
        .formatted(end.toEpochMilli());
  }
}
