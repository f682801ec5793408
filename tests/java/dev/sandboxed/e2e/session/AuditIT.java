package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is printed before a launch: in one line only where the person knows the plan. */
class AuditIT {

  private static final String KNOWN = "as before";
  private static final String WHOLE = "  profile    ";
  private static final String RUN = "sandboxed run --network none ";

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void oneLineIsForAPlanThatWasToldInFullOnATerminal() throws IOException {
    try (Terminal terminal = Terminal.bash(world).resize(80, 60)) {
      assertThat(said(terminal, RUN + "-- true"))
          .contains("this is your first launch", WHOLE)
          .doesNotContain(KNOWN);
      assertThat(said(terminal, RUN + "-- echo other words"))
          .contains("sandboxed: command in ~/work/project " + KNOWN + ": default, none")
          .doesNotContain(WHOLE);
      assertThat(said(terminal, "mkdir -p src; cd src; " + RUN + "-- true; cd ..")).contains(KNOWN);
      assertThat(said(terminal, RUN + "--audit -- true")).contains(WHOLE);

      assertThat(said(terminal, RUN + "--read ~/work/other -- true"))
          .contains("  readable   ~/.gitconfig, ~/work/other", WHOLE);
      assertThat(said(terminal, RUN + "-- true")).contains(WHOLE);
      assertThat(said(terminal, RUN + "-- true")).contains(KNOWN);

      // Neither is told.
      assertThat(said(terminal, RUN + "--quiet --read ~/work/other -- true"))
          .doesNotContain(KNOWN, WHOLE);
      assertThat(said(terminal, RUN + "--read ~/work/other -- true 2>log; wc -l <log"))
          .doesNotContain(KNOWN);
      assertThat(world.project().resolve("log")).content().contains(WHOLE).doesNotContain("\u001b");
      assertThat(said(terminal, RUN + "--read ~/work/other -- true")).contains(WHOLE);

      Files.writeString(world.project().resolve(".env.local"), "TOKEN=1\n");
      assertThat(said(terminal, RUN + "--read ~/work/other -- true")).contains(".env.local", WHOLE);
      assertThat(said(terminal, "A=1 " + RUN + "--env A --read ~/work/other -- true"))
          .contains(WHOLE);
    }
  }

  @Test
  void itFitsTheTerminalAndIsInColourOnlyThere() {
    try (Terminal terminal = Terminal.bash(world).resize(80, 60)) {
      String full = "sandboxed run --network full --write ~ -- true";
      assertThat(said(terminal, full))
          .contains("  writable   ~ (the whole home)")
          .contains(
              "what the agent writes to ~/.bashrc, ~/.profile, ~/.config/autostart\n             and ")
          .contains("your whole home is inside");
      assertThat(terminal.colouredScreen())
          .contains("\u001b[31mfull", "\u001b[1m~ (the whole home)", "\u001b[33myour whole home");
      said(terminal, "NO_COLOR=1 sandboxed run --audit --network full --write ~ -- true");
      assertThat(terminal.colouredScreen()).contains(WHOLE).doesNotContain("\u001b[3");
      said(terminal, "TERM=dumb sandboxed run --audit --network full --write ~ -- true");
      assertThat(terminal.colouredScreen()).contains(WHOLE).doesNotContain("\u001b[3");
    }
  }

  @Test
  void noAgentCanWriteWhatCountsAsTold() {
    try (Terminal terminal = Terminal.bash(world).resize(80, 60)) {
      said(terminal, RUN + "-- true");
    }
    Path told = world.home().resolve(".local/state/sandboxed/told");
    String look = "ls -R ~/.local/state/sandboxed/told; touch ~/.local/state/sandboxed/told/x";
    assertThat(world.filesBelow(told)).anyMatch(file -> file.endsWith("/command.plan"));
    assertThat(
            world.sandboxed(
                "run", "--quiet", "--network", "none", "--write", "~", "--", "sh", "-c", look))
        .failed()
        .outLacks("command.plan");
    assertThat(world.shell(look)).succeeded().outContains("command.plan");
  }

  /** What the terminal shows after a command has ended. */
  private static String said(Terminal terminal, String command) {
    return terminal.clear().enter(command).waitUntilPrompt().screen();
  }
}
