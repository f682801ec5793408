package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A person at a terminal of their own is asked about what an agent was refused. */
class WatchIT {

  private static final String WATCH = Checkout.program("sandboxed") + " watch";
  private static final String QUESTION = "whatever it can read. [y/N]";

  private static final String TRYING =
      """
      try() { until [ -e "$1" ]; do sleep 0.05; done; curl -sk "https://$2/" || echo "refused $1"; }
      echo up
      """;

  private final NamedHosts hosts = new NamedHosts();

  @AfterEach
  void tearDown() {
    hosts.close();
  }

  private Running trying(String script) {
    return hosts
        .allowing("good.example")
        .shellLaunch(TRYING + script)
        .start()
        .waitUntilPrints("up");
  }

  private void touch(String name) {
    OutcomeAssert.assertThat(hosts.world.shell("touch \"$1\"", name)).succeeded();
  }

  @Test
  void yesMakesTheNextTryWorkAndTheSessionsEndIsTheEnd() {
    Running session = trying("try one evil.example; try two evil.example");
    try (Terminal terminal = Terminal.bash(hosts.world)) {
      terminal.enter(WATCH).waitUntilShows("watching session");
      touch("one");
      session.waitUntilPrints("refused one");
      terminal
          .waitUntilShowsLine("refused  evil.example:443")
          .waitUntilShowsLine("evil.example")
          .waitUntilShows(QUESTION)
          .enter("y")
          .waitUntilShows("evil.example is allowed until the session ends");
      touch("two");

      OutcomeAssert.assertThat(session.finish()).outContains("tls evil.example");
      terminal
          .waitUntilShowsLine("allowed  evil.example:443")
          .waitUntilShows("the session has ended")
          .waitUntilPrompt();
    }
    OutcomeAssert.assertThat(hosts.world.sandboxed("audit"))
        .outContains("allowed meanwhile (watch): evil.example");
  }

  /** Each of these answers is none, and each name is asked about once. */
  @Test
  void whateverIsNotYesLeavesItRefused() {
    Running session =
        trying(
            "try one evil.example; try two evil.example; try three other.example;"
                + " try four xn--pypi-4ve.example; try five good.example");
    try (Terminal terminal = Terminal.bash(hosts.world)) {
      terminal.enter(WATCH).waitUntilShows("watching session");
      touch("one");
      terminal.waitUntilShows(QUESTION).enter("n").waitUntilShows("evil.example stays refused");
      touch("two");
      session.waitUntilPrints("refused two");
      touch("three");
      terminal.waitUntilShowsLine("other.example").waitUntilShows("refused  evil.example:443");
      terminal.press("Enter").waitUntilShows("other.example stays refused");
      assertThat(terminal.screen().split(java.util.regex.Pattern.quote(QUESTION), -1)).hasSize(3);
      touch("four");
      terminal
          .waitUntilShows("has letters of other scripts (xn--)")
          .enter("yeah")
          .waitUntilShows("xn--pypi-4ve.example stays refused")
          .press("C-c")
          .waitUntilPrompt();
      touch("five");
      OutcomeAssert.assertThat(session.finish())
          .outContains("tls good.example")
          .outLacks("tls evil.example")
          .outLacks("tls other.example");
    }
  }

  /** A line that is not finished, too: the terminal would give it to whoever reads next. */
  @Test
  void whatWasTypedBeforeTheQuestionDoesNotCount() {
    Running session = trying("try one evil.example; try two evil.example");
    try (Terminal terminal = Terminal.bash(hosts.world)) {
      terminal.enter(WATCH).waitUntilShows("watching session").enter("yes").type("y");
      terminal.waitUntil("what was typed", screen -> screen.endsWith("\nyes\ny"));
      touch("one");
      terminal.waitUntilShows(QUESTION).press("Enter").waitUntilShows("stays refused");
      touch("two");
      OutcomeAssert.assertThat(session.finish()).outContains("refused two");
    }
  }

  /** One question is open, and nothing is written below it, whatever the agent does meanwhile. */
  @Test
  void aFloodDoesNotMoveTheQuestionAway() {
    Running session =
        trying(
            "try one evil.example;"
                + " until [ -e flood ]; do sleep 0.05; done;"
                + " for at in $(seq 300); do curl -s http://n$at.example/ >/dev/null; done; echo flooded;"
                + " try two good.example");
    try (Terminal terminal = Terminal.bash(hosts.world)) {
      terminal.enter(WATCH).waitUntilShows("watching session");
      touch("one");
      terminal.waitUntilShows(QUESTION);
      String asked = terminal.screen();
      touch("flood");
      session.waitUntilPrints("flooded");
      assertThat(terminal.screen()).isEqualTo(asked);
      terminal.enter("n").waitUntilShows("more connections, which are too many to show");
      terminal.press("C-c").waitUntilPrompt();
      touch("two");
      OutcomeAssert.assertThat(session.finish()).outContains("tls good.example");
    }
  }

  /** What an agent does meanwhile may be among what nobody has read. */
  @Test
  void whatComesTooFastToBeReadIsSaid() {
    Running session = trying("try one good.example");
    try (Terminal terminal = Terminal.bash(hosts.world)) {
      terminal.enter(WATCH).waitUntilShows("watching session");
      // At once, so that it does not depend on how fast it is written.
      OutcomeAssert.assertThat(
              hosts.world.shell(
                  "truncate -s 8M ~/.local/state/sandboxed/network/[0-9]*[0-9].jsonl"))
          .succeeded();
      terminal
          .waitUntilShows("bytes of connections came too fast to be read")
          .press("C-c")
          .waitUntilPrompt();
      touch("one");
      OutcomeAssert.assertThat(session.finish()).outContains("tls good.example");
    }
  }
}
