package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostProcess;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Terminal;
import dev.sandboxed.e2e.world.Waiting;
import dev.sandboxed.e2e.world.Where;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a session has ended, the terminal is as it was, whatever the agent did to it. */
class TerminalSettingsIT {

  // A shell without job control leaves the terminal alone.
  private static final String CHECK =
      """
      all() { stty -F /dev/tty -g; stty -F /dev/tty size; }
      before=$(all)
      "$@"
      after=$(all)
      stty -F /dev/tty sane
      [ "$before" = "$after" ] && echo terminal: as-it-was || echo terminal: changed
      """;

  private static final Map<Where, String> EXPECTED =
      Map.of(Where.BARE, "terminal: changed", Where.SANDBOXED, "terminal: as-it-was");

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));

  @BeforeEach
  void writeTheCheck() {
    assertThat(world.shell("printf %s \"$1\" >check", CHECK)).succeeded();
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sh -c 'stty -echo -isig -icrnl -opost min 0; exit 3'",
        "sh -c 'stty rows 3 cols 3'",
        "sh -c 'stty raw </dev/tty' </dev/null 2>&1 | cat",
        "sh -c 'stty -echo; kill -KILL $$'",
      })
  void thePersonsSettingsAreRestored(String attack) {
    EXPECTED.forEach((where, words) -> {
      try (Terminal terminal = Terminal.bash(world)) {
        terminal.enter("bash ./check " + where.line(attack)).waitUntilShowsLine(words);
      }
    });
  }

  @Test
  void theyAreAlsoRestoredIfTheLauncherIsTerminated() {
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter(
          "bash ./check sandboxed run --quiet -- sh -c 'stty -echo; touch ready; sleep 1000'");
      Waiting.until(
          () -> world.project().resolve("ready").toFile().exists(), () -> terminal.screen());
      world.processes().stream()
          .filter(process -> process.command().contains("src/main/bash/launch"))
          .mapToLong(HostProcess::pid)
          .min()
          .ifPresent(launcher -> ProcessHandle.of(launcher).ifPresent(ProcessHandle::destroy));
      terminal.waitUntilShowsLine("terminal: as-it-was");
    }
  }

  /**
   * No setting undoes these: TIOCEXCL, so that nobody else may open it, and TIOCSETD, its line
   * discipline.
   */
  @ParameterizedTest
  @ValueSource(strings = {"0x540c", "0x5423"})
  void whatOutlastsASessionIsRefused(String request) {
    String attack =
        "perl -e 'my $n = pack(\"i\", 0); print ioctl(STDIN, %s, $n) ? \"set\" : \"refused\", \"\\n\"'"
            .formatted(request);
    for (String where : new String[] {"", "sandboxed run --quiet -- "}) {
      try (Terminal terminal = Terminal.bash(world)) {
        terminal.enter(where + attack).waitUntilShowsLine(where.isEmpty() ? "set" : "refused");
      }
    }
  }

  /** The person changed it during the session. */
  @Test
  void aNewWindowSizeStays() {
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter("sandboxed run --quiet -- sh -c 'echo ready; read -r line'");
      terminal.waitUntilShowsLine("ready").resize(91, 27).press("Enter").waitUntilPrompt();
      terminal.enter("stty size").waitUntilShowsLine("27 91");
    }
  }
}
