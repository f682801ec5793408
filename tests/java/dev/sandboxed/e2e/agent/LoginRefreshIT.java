package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.RealAgent;
import dev.sandboxed.e2e.world.Terminal;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real Claude Code logs in and renews its login, against hosts that are played. */
class LoginRefreshIT {

  // 32 bytes in URL-safe base64; since 2.1.332 the address says no more than that.
  private static final Pattern STATE = Pattern.compile("authorize[?]z-([A-Za-z0-9_-]{43})");

  private final HostWorld world = HostWorld.create();
  private final AnthropicHosts hosts = AnthropicHosts.around(world);

  @BeforeEach
  void install() {
    RealAgent.claude().install(world);
  }

  @AfterEach
  void closeTheWorld() {
    hosts.close();
    world.close();
  }

  @Test
  void aLoginRenewedInOneProjectIsRenewedForAllAndForTheHost() {
    assertThat(
            world.shell(
                "mkdir ~/.claude && printf %s \"$1\" >~/.claude/.credentials.json",
                LoginIT.token(Instant.EPOCH)))
        .succeeded();

    assertThat(ask().outcome()).succeeded().outIs(ModelStub.FAREWELL);
    assertThat(hosts.spent()).containsExactly("refresh");
    assertThat(world.shell("cat ~/.claude/.credentials.json"))
        .outContains("access-1")
        .outContains("refresh-1");

    assertThat(ask().in(world.otherProject()).outcome()).succeeded().outIs(ModelStub.FAREWELL);
    assertThat(hosts.spent()).containsExactly("refresh");
  }

  @Test
  void loggingInInsideCountsInEveryProject() {
    assertThat(ask().outcome()).exitedWith(1).outContains("Not logged in");
    world.install("sandboxed", Checkout.program("sandboxed"));
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter("sandboxed run --quiet claude auth login --claudeai");
      terminal.waitUntilShows("Paste code");
      Matcher state = STATE.matcher(terminal.screen().replace("\n", ""));
      assertThat(state.find()).as(terminal.screen()).isTrue();
      terminal.enter("the-code#" + state.group(1)).waitUntilShows("Login successful");
    }
    assertThat(hosts.spent()).containsExactly("the-code");

    assertThat(ask().in(world.otherProject()).outcome()).succeeded().outIs(ModelStub.FAREWELL);
    assertThat(hosts.spent()).containsExactly("the-code");
    assertThat(world.shell("ls -A ~/.claude")).exitedWith(2);
  }

  private Launch ask() {
    return Launch.quietly(world).with("claude", "-p", "Hi");
  }
}
