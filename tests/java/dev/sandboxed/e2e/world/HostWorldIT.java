package dev.sandboxed.e2e.world;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tests' own tools leave nothing behind and let nothing in. */
class HostWorldIT {

  @Test
  void itsEnvironmentHasNothingOfThePersonWhoRunsTheTests() {
    try (HostWorld world = HostWorld.create()) {
      assertThat(world.run("env").out().lines().map(line -> line.replaceFirst("=.*", "")))
          .containsExactlyInAnyOrder(
              "HOME",
              "LANG",
              "LOGNAME",
              "PATH",
              "SANDBOXED_TEST_WORLD",
              "SHELL",
              "TERM",
              "TMPDIR",
              "USER");
      assertThat(world.run("git", "status", "--porcelain")).succeeded().outIs("");
    }
  }

  @Test
  void whatRunsInItIsFoundAndEndsWithIt() {
    List<HostProcess> found;
    try (HostWorld world = HostWorld.create()) {
      // Neither its parent nor its environment shows where it belongs.
      world.shell("env -i setsid sleep 1000 & echo started");
      // It is read before setsid has become the program that it starts.
      Waiting.until(
          () -> commands(world).contains("sleep 1000"), () -> "sleep among " + commands(world));
      found = world.processes();
    }
    assertThat(found)
        .noneMatch(process -> HostProcess.withArgument("sleep 1000").contains(process));
  }

  /** As {@code sandboxed check} does, which names what is on this machine. */
  @Test
  void whatOnlyNamesItBelongsToAnotherWorld() {
    try (HostWorld world = HostWorld.create();
        HostWorld another = HostWorld.create()) {
      String named = world.project().toString();
      another.shell("mkfifo pipe; sh -c 'read -r _ <pipe' \"$1\" & echo started", named);
      Waiting.until(
          () -> commands(another).stream().anyMatch(command -> command.endsWith(named)),
          () -> "it among " + commands(another));
      assertThat(world.processes()).isEmpty();
    }
  }

  private static List<String> commands(HostWorld world) {
    return world.processes().stream().map(HostProcess::command).toList();
  }

  @Test
  void itIsRemovedWithAllItsContent() {
    Path home;
    try (HostWorld world = HostWorld.create()) {
      home = world.home();
      assertThat(world.shell("mkdir -p closed/inner && touch closed/inner/file && chmod 0 closed"))
          .succeeded();
    }
    assertThat(home.getParent()).satisfies(root -> assertThat(Files.exists(root)).isFalse());
  }

  @Test
  void aTerminalTakesItsServerAlong() {
    try (HostWorld world = HostWorld.create()) {
      try (Terminal terminal =
          Terminal.running(world, world.project(), List.of("sh", "-c", "exit 5"))) {
        assertThat(terminal.exitStatus()).isEqualTo(5);
        assertThat(world.processes()).isNotEmpty();
      }
      assertThat(world.processes()).isEmpty();
    }
  }
}
