package dev.sandboxed.e2e.network;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Alone;
import dev.sandboxed.e2e.world.HostProcess;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The processes that make a session's network live as long as the session, and no longer. */
@Alone(
    "It looks for new namespaces among those of all of the user's processes, and has 50 sessions.")
class InternetSessionsIT {

  private static final int MANY = 50;

  private final HostWorld world = HostWorld.create();
  private Set<String> namespaces = Set.of();
  private List<String> project = List.of();

  @BeforeEach
  void remember() {
    namespaces = networkNamespaces();
    project = world.filesBelow(world.project());
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  private Running session(String script) {
    return world.startSandboxed(
        "run", "--quiet", "--network", "internet-only", "--", "sh", "-c", script);
  }

  private void assertNothingIsLeft() {
    world.waitUntilNothingRuns();
    Waiting.until(
        () -> namespaces.containsAll(networkNamespaces()),
        () -> "the end of the namespaces in " + networkNamespaces());
    assertThat(world.filesBelow(world.project())).isEqualTo(project);
    assertThat(world.filesBelow(world.temporary())).containsExactly(".");
    assertThat(world.shell("find ~ -type s -o -name 'publish.*' -o -name '.unfinished-*'"))
        .outIs("");
  }

  /** Those that this user's processes are in. */
  private Set<String> networkNamespaces() {
    return new TreeSet<>(
        world
            .shell("readlink /proc/[0-9]*/ns/net /proc/[0-9]*/task/*/ns/net 2>/dev/null; true")
            .out()
            .lines()
            .toList());
  }

  @Test
  void aSessionsNetworkIsSeenWhileItRuns() {
    session("echo ready; sleep 1000").waitUntilPrints("ready");

    assertThat(world.processes())
        .extracting(HostProcess::command)
        .anySatisfy(command -> assertThat(command).contains("slirp4netns"));
    assertThat(networkNamespaces()).hasSizeGreaterThan(namespaces.size());
  }

  @Test
  void fiftySessionsAtOnceLeaveNothingEvenIfHalfOfThemAreKilled() throws IOException {
    List<Running> sessions = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      sessions.add(session("echo ready; until [ -e over ]; do sleep 0.2; done"));
    }
    sessions.forEach(session -> session.waitUntilPrints("ready"));
    sessions.subList(0, MANY / 2).forEach(Running::killHard);
    Files.createFile(world.project().resolve("over"));
    for (Running session : sessions.subList(MANY / 2, MANY)) {
      assertThat(session.finish()).succeeded().errIsEmpty();
    }
    Files.delete(world.project().resolve("over"));

    assertNothingIsLeft();
  }

  /** Ten milliseconds further each time, from before the planner to after the agent's start. */
  @Test
  void aLauncherThatIsKilledAtAnyMomentLeavesNothing() {
    for (int moment = 0; moment < MANY; moment++) {
      Running session = session("sleep 1000");
      LockSupport.parkNanos(moment * 10_000_000L);
      session.killHard();
    }
    // However slow the machine is, at least one of them had begun.
    Running begun = session("echo ready; sleep 1000").waitUntilPrints("ready");
    begun.killHard();
    world.waitUntilNothingRuns();
    // The next planner removes what an earlier one had begun to write.
    assertThat(world.sandboxed("run", "--quiet", "--", "true")).succeeded();

    assertNothingIsLeft();
    // Of those that had begun, the trail lacks only how they ended.
    assertThat(world.sandboxed("audit", "--verify")).succeeded();
    assertThat(world.sandboxed("audit", "--json").out().lines())
        .hasSizeGreaterThan(1)
        .allMatch(session -> session.contains("\"ended\":"));
  }

  @Test
  void ifSlirp4netnsIsKilledTheAgentHasNoNetworkAndThePersonIsTold() throws IOException {
    Running session =
        session("echo ready; until [ -e over ]; do sleep 0.1; done; cat /proc/net/dev; exit 7");
    session.waitUntilPrints("ready");
    world.processes().stream()
        .filter(one -> one.command().contains("slirp4netns"))
        .forEach(one -> ProcessHandle.of(one.pid()).ifPresent(ProcessHandle::destroyForcibly));
    session.waitUntilSays("slirp4netns has ended");
    Files.createFile(world.project().resolve("over"));

    Outcome outcome = session.finish();

    assertThat(outcome).exitedWith(7).outContains("lo:").outLacks("eth0");
    Files.delete(world.project().resolve("over"));
    assertNothingIsLeft();
  }
}
