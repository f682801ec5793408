package dev.sandboxed.e2e.attack;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Terminal;
import dev.sandboxed.e2e.world.Waiting;
import dev.sandboxed.e2e.world.Where;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The agent shares the person's terminal. Two attacks that work outside. */
class TerminalAttacksIT {

  private static final String WAIT = "print \"armed\\n\";\n<STDIN>;\n";

  // At the next key, the kernel signals whoever is in the foreground of the terminal: the launcher
  // and the script that called it. asm-generic/fcntl.h: F_SETSIG is 10, O_ASYNC 020000.
  private static final String SIGNAL =
      """
      fcntl $terminal, 10, 9 or die "$!\\n";
      fcntl $terminal, F_SETFL, fcntl($terminal, F_GETFL, 0) | 020000 or die "$!\\n";
      """
          + WAIT;

  // asm-generic/ioctls.h: TCXONC; termios.h: TCOOFF. No key and no setting of stty starts it again.
  private static final String STOP = WAIT + "ioctl $terminal, 0x540A, 0 or die \"$!\\n\";\n";

  private static final String OPEN =
      """
      use Fcntl;
      $| = 1;
      open my $terminal, "+<", "/dev/tty" or die "$!\\n";
      """;

  private static final String CALLER =
      """
      tty >terminal
      "$@"
      touch ended
      echo the script goes on
      """;

  private static final String CAN_BE_WRITTEN =
      """
      perl -MFcntl -e '
        sysopen my $terminal, shift, O_WRONLY | O_NONBLOCK | O_NOCTTY or die "$!\\n";
        defined syswrite $terminal, "x" or die "$!\\n"' "$(cat terminal)"
      """;

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));

  @BeforeEach
  void writeTheCaller() {
    assertThat(world.shell("printf %s \"$1\" >caller", CALLER)).succeeded();
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  /** Runs the agent in a new terminal. */
  private Terminal attacked(Where where, String attack) {
    assertThat(world.shell("printf %s \"$1\" >agent", OPEN + attack)).succeeded();
    return Terminal.bash(world).enter("bash caller " + where.line("perl agent"));
  }

  @ParameterizedTest
  @EnumSource
  void theNextKeyKillsTheScriptThatCalledOnlyOutside(Where where) {
    try (Terminal terminal = attacked(where, SIGNAL)) {
      if (where == Where.BARE) {
        terminal.waitUntilShowsLine("armed").press("Enter");
        assertThat(terminal.waitUntilPrompt().screen())
            .contains("Killed")
            .doesNotContain("the script goes on");
      } else {
        terminal.waitUntilShows("the script goes on");
        assertThat(terminal.screen()).contains("Operation not permitted").doesNotContain("armed");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theTerminalStaysStoppedOnlyOutside(Where where) {
    try (Terminal terminal = attacked(where, STOP)) {
      terminal.waitUntilShowsLine("armed").press("Enter");
      waitUntilItEnds();
      Outcome written = world.shell(CAN_BE_WRITTEN);
      if (where == Where.BARE) {
        assertThat(written).failed().errContains("Resource temporarily unavailable");
      } else {
        assertThat(written).succeeded();
        terminal.waitUntilShows("Operation not permitted");
      }
    }
  }

  @Test
  void otherwiseTheScriptGoesOnAndTheTerminalTakesItsWords() {
    try (Terminal terminal = attacked(Where.SANDBOXED, WAIT)) {
      terminal.waitUntilShowsLine("armed").press("Enter");
      terminal.waitUntilShows("the script goes on");
      waitUntilItEnds();
      assertThat(world.shell(CAN_BE_WRITTEN)).succeeded();
    }
  }

  private void waitUntilItEnds() {
    Path ended = world.project().resolve("ended");
    Waiting.until(() -> Files.exists(ended), () -> "the end of the session");
  }
}
