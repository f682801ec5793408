package dev.sandboxed.e2e.work;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Terminal;
import dev.sandboxed.e2e.world.Where;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs that draw on the whole screen run inside. */
class TerminalAtWorkIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void anEditorInATmuxInsideWritesAFileAndDetachingEndsBoth() {
    world.install("sandboxed", Checkout.program("sandboxed"));
    try (Terminal terminal = Terminal.bash(world)) {
      terminal
          .enter(Where.SANDBOXED.line("tmux -u -f /dev/null new-session bash --norc"))
          .waitUntilShows("[0] 0:")
          .enter("PS1='INSIDE> '; clear")
          .waitUntilShows("INSIDE>")
          .enter("vim.tiny -u NONE story.txt")
          .waitUntilShows("story.txt")
          .type("iMoin, Wörld")
          .press("Escape")
          .waitUntilShows("Moin, Wörld")
          .enter(":wq")
          .waitUntilShows("INSIDE>")
          .press("C-b")
          .type("%")
          // The new one runs the login shell, whose prompt names the sandbox.
          .waitUntilShows("@sandboxed:")
          .enter("stty size")
          .waitUntilShows("35 59")
          .press("C-b")
          .type("d")
          .waitUntilShows("[detached (from session 0)]")
          .waitUntil("the prompt", screen -> screen.stripTrailing().endsWith(Terminal.PROMPT));

      assertThat(world.project().resolve("story.txt")).hasContent("Moin, Wörld");
      assertThat(world.shell("ls -A | grep -c swp")).outIs("0");
      assertThat(world.processes())
          .filteredOn(process -> process.command().contains("new-session bash"))
          .isEmpty();
    }
  }
}
