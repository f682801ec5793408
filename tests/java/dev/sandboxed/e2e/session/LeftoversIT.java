package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostProcess;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Terminal;
import dev.sandboxed.e2e.world.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a session ends, nothing of it is left: no process, no mount, no file. */
class LeftoversIT {

  private static final String SESSION = "sleep 1000 & echo ready; sleep 1000";

  private static final Predicate<String> TOOLS_OWN =
      Pattern.compile("\\./\\.(cache|config|local(/(state|share))?)(/sandboxed(/.*)?)?")
          .asMatchPredicate();

  private final HostWorld world = HostWorld.create();
  private List<String> before = List.of();

  @BeforeEach
  void remember() {
    before = filesOfThePerson();
  }

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void aSessionIsSeenWhileItRuns() {
    Running session = start();
    assertThat(session.descendants()).hasSizeGreaterThan(3);
    assertThat(world.processes())
        .extracting(HostProcess::pid)
        .containsAll(session.descendants().stream().map(ProcessHandle::pid).toList());
  }

  @Test
  void aSessionThatEndsLeavesNothing() {
    assertThat(world.sandboxed("run", "--", "sh", "-c", "sleep 1000 & exit 3")).exitedWith(3);
    assertNothingIsLeft();
  }

  @Test
  void killingTheLauncherEndsTheSandbox() {
    start().killHard();
    assertNothingIsLeft();
  }

  @Test
  void killingBubblewrapEndsTheSandbox() {
    Running session = start();
    bubblewrap(session).destroyForcibly();
    assertThat(session.finish()).exitedWith(137);
    assertNothingIsLeft();
  }

  @Test
  void killingTheFirstProcessOfTheSandboxEndsTheRest() {
    Running session = start();
    onlyChild(bubblewrap(session)).destroyForcibly();
    assertThat(session.finish()).exitedWith(137);
    assertNothingIsLeft();
  }

  @Test
  void killingTheAgentEndsTheSession() {
    Running session = start();
    onlyChild(onlyChild(bubblewrap(session))).destroyForcibly();
    assertThat(session.finish()).exitedWith(137);
    assertNothingIsLeft();
  }

  /** The only child of the launcher that has a child itself. */
  private static ProcessHandle bubblewrap(Running session) {
    return session.descendants().stream()
        .filter(process -> process.children().findAny().isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static ProcessHandle onlyChild(ProcessHandle process) {
    List<ProcessHandle> children = process.children().toList();
    assertThat(children).hasSize(1);
    return children.getFirst();
  }

  @Test
  void killingTheLauncherWhileNixIsAskedLeavesNothing() {
    hangInNix();
    Running session = world.startSandboxed("run", "--package=nixpkgs#x", "--", "true");
    waitUntilNixIsAsked();
    session.killHard();
    assertNothingIsLeft();
  }

  @Test
  void anInterruptWhileNixIsAskedLeavesNothing() {
    hangInNix();
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter(Checkout.program("sandboxed") + " run --package=nixpkgs#x -- true");
      waitUntilNixIsAsked();
      terminal.press("C-c").waitUntilPrompt();
      terminal.enter("echo status=$?").waitUntilShowsLine("status=130");
    }
    assertNothingIsLeft();
  }

  /** A Nix that never answers. */
  private void hangInNix() {
    world.installScript("nix", "touch \"$TMPDIR/asked\"; exec sleep 1000");
    before = filesOfThePerson();
  }

  private void waitUntilNixIsAsked() {
    Path asked = world.temporary().resolve("asked");
    Waiting.until(() -> Files.exists(asked), () -> "nix to be asked: " + world.processes());
    assertThat(world.run("rm", asked.toString())).succeeded();
  }

  static List<List<String>> whatCannotBeLaunched() {
    return List.of(
        List.of("run", "--profile", "nobody-wrote-this", "--", "true"),
        List.of("run", "--read", "/not/there", "--", "true"),
        List.of("run", "--project", "/", "--", "true"),
        List.of("run", "--no-such-option", "--", "true"));
  }

  @ParameterizedTest
  @MethodSource
  void whatCannotBeLaunched(List<String> command) {
    List<String> everything = world.filesBelow(world.home());
    assertThat(world.sandboxed(command.toArray(String[]::new))).exitedWith(125);
    assertThat(world.filesBelow(world.home())).isEqualTo(everything);
    assertNothingIsLeft();
  }

  @Test
  void aBubblewrapThatFailsAtTheLastMomentLeavesNothing() {
    // It makes every sandbox except the one that counts, which gets its arguments through a
    // descriptor.
    world.installScript(
        "bwrap", "case \"$*\" in *--args*) exit 1 ;; esac; exec /usr/bin/bwrap \"$@\"");
    remember();
    assertThat(world.sandboxed("run", "--", "touch", "started")).exitedWith(125);
    assertNothingIsLeft();
  }

  @Test
  void aMissingCommandLeavesNothing() {
    assertThat(world.sandboxed("run", "--", "not-a-command-anywhere")).exitedWith(127);
    assertNothingIsLeft();
  }

  private Running start() {
    return world.startSandboxed("run", "--", "sh", "-c", SESSION).waitUntilPrints("ready");
  }

  private void assertNothingIsLeft() {
    // Mounts count too: a process that has the world mounted is one of its processes.
    world.waitUntilNothingRuns();
    List<String> now = filesOfThePerson();
    assertThat(now).filteredOn(file -> !before.contains(file)).as("new files").isEmpty();
    assertThat(before).filteredOn(file -> !now.contains(file)).as("lost files").isEmpty();
    assertThat(world.filesBelow(world.temporary())).containsExactly(".");
  }

  /** All files except those in sandboxed's own directories. */
  private List<String> filesOfThePerson() {
    return world.filesBelow(world.home()).stream().filter(file -> !TOOLS_OWN.test(file)).toList();
  }
}
