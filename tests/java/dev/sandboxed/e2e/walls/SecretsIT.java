package dev.sandboxed.e2e.walls;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostProcess;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Waiting;
import dev.sandboxed.e2e.world.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The value of a variable that is passed through reaches the agent and nothing else. */
class SecretsIT {

  private final String secret = "secret-" + UUID.randomUUID();
  private final HostWorld world = HostWorld.create().setXdgDirectories().set("TOKEN", secret);

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void aPassedVariableReachesTheAgent() {
    assertThat(world.sandboxed("run", "--quiet", "--env", "TOKEN", "--", "printenv", "TOKEN"))
        .succeeded()
        .outIs(secret);
  }

  @Test
  void aVariableThatNobodyPassesDoesNotReachTheAgent() {
    assertThat(world.run("printenv", "TOKEN")).succeeded().outIs(secret);
    assertThat(world.sandboxed("run", "--quiet", "--", "printenv", "TOKEN"))
        .exitedWith(1)
        .outIs("");
  }

  @Test
  void itsValueIsInNoListOfProcessesWhileTheAgentRuns() {
    Running looksLikeThis = world.start("sh", "-c", "echo ready; sleep 1000", secret);
    looksLikeThis.waitUntilPrints("ready");
    assertThat(HostProcess.withArgument(secret)).isNotEmpty();
    looksLikeThis.killHard();
    Waiting.until(() -> HostProcess.withArgument(secret).isEmpty(), () -> "the end of the example");

    startWithTheSecret();

    assertThat(HostProcess.withArgument(secret)).isEmpty();
  }

  @Test
  void itsValueIsInNoFileWhileTheAgentRunsAndAfter() {
    assertThat(world.shell("printf %s \"$TOKEN\" >~/here; " + FIND + "; rm ~/here", secret))
        .outContains("here");

    Running agent = startWithTheSecret();

    assertThat(world.shell(FIND, secret)).outIs("");
    agent.killHard();
    world.waitUntilNothingRuns();
    assertThat(world.shell(FIND, secret)).outIs("");
  }

  @Test
  void theFirstProcessInsideHasNothingOfTheHostsEnvironment() {
    String show = "cat /proc/%s/environ | tr '\\0' '\\n'";
    assertThat(world.shell(show.formatted("self"))).outContains(secret);
    assertThat(inside("sh", "-c", show.formatted("self"))).outContains("TOKEN=" + secret);

    assertThat(inside("sh", "-c", show.formatted("1"))).succeeded().outIs("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--dry-run", "--dry-run=json", "--dry-run=argv"})
  void whatIsPrintedNamesTheVariableOnly(String option) {
    assertThat(world.sandboxed("run", option, "--env", "TOKEN", "--", "true"))
        .succeeded()
        .outLacks(secret)
        .errLacks(secret);
  }

  @Test
  void theAuditNamesTheVariableOnly() {
    assertThat(world.sandboxed("run", "--env", "TOKEN", "--", "true"))
        .succeeded()
        .errContains("TOKEN")
        .errLacks(secret);
  }

  @Test
  void aFileThatTheShellHoldsOpenIsNotInherited() {
    String holding = "exec 7<~/.ssh/id_rsa; \"$@\"";
    String read = "cat <&7";
    assertThat(world.shell(holding, "sh", "-c", read)).succeeded().outIs(world.sshKey());

    List<String> command = Where.SANDBOXED.command("sh", "-c", read);
    assertThat(world.shell(holding, command.toArray(String[]::new))).exitedWith(2).outIs("");
  }

  /** Lists the files that hold {@code $1}, of all that a person has. */
  private static final String FIND =
      "grep -rlF -e \"$1\" \"$HOME\" \"$TMPDIR\" \"$XDG_RUNTIME_DIR\"";

  private Outcome inside(String... command) {
    List<String> all = new ArrayList<>(List.of("run", "--quiet", "--env", "TOKEN", "--"));
    all.addAll(List.of(command));
    return world.sandboxed(all.toArray(String[]::new));
  }

  private Running startWithTheSecret() {
    return world
        .startSandboxed(
            "run",
            "--env",
            "TOKEN",
            "--",
            "sh",
            "-c",
            "test -n \"$TOKEN\" && echo ready; sleep 1000")
        .waitUntilPrints("ready");
  }
}
