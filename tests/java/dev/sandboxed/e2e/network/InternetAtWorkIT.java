package dev.sandboxed.e2e.network;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.RealAgent;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people want the internet for, in the default tier. */
class InternetAtWorkIT {

  // One gibibyte, in which no two megabytes are the same.
  private static final String DOWNLOAD = "seq 1000000000 | head -c 1073741824";

  // Sends it to everybody who comes.
  private static final String SERVER =
      """
      use Socket;
      $| = 1;
      $SIG{CHLD} = 'IGNORE';
      socket(my $socket, PF_INET, SOCK_STREAM, 0) or die $!;
      bind($socket, pack_sockaddr_in(9000, inet_aton('203.0.113.7'))) or die $!;
      listen($socket, 5) or die $!;
      print "ready\\n";
      while (accept(my $guest, $socket)) {
        next if fork;
        open(STDOUT, '>&', $guest) or die $!;
        exec 'sh', '-c', shift;
      }
      """;

  private final HostWorld world = HostWorld.create();
  private final NetworkWorld network = NetworkWorld.around(world);

  @AfterEach
  void tearDown() {
    network.close();
    world.close();
  }

  @Test
  void claudeWorksForAModelOnTheInternetAndFindsNothingElse() {
    RealAgent.claude().install(world);
    String lan = "cat </dev/tcp/192.168.1.20/8000";
    String metadata = "cat </dev/tcp/169.254.169.254/8000";
    String loopback = "cat </dev/tcp/127.0.0.1/8001";
    for (String place : new String[] {lan, metadata, loopback}) {
      assertThat(world.run("bash", "-c", place)).succeeded();
    }
    try (ModelStub model = MessagesApiStub.asking("cat README.md", lan, metadata, loopback)) {
      world
          .set("ANTHROPIC_BASE_URL", "http://" + network.onTheInternet(URI.create(model.baseUrl())))
          .set("ANTHROPIC_API_KEY", "the-key")
          .set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");

      assertThat(
              world.sandboxed(
                  "run", "--quiet", "claude", "-p", "Please.", "--dangerously-skip-permissions"))
          .succeeded()
          .outIs(ModelStub.FAREWELL);

      assertThat(model.commandResults().getFirst()).isEqualTo("# A project");
      assertThat(model.commandResults().get(1)).contains("Network is unreachable");
      assertThat(model.commandResults().get(2)).contains("Network is unreachable");
      assertThat(model.commandResults().get(3)).contains("Connection refused");
    }
  }

  @Test
  void aGibibyteArrivesIntact() {
    network.startOn("internet", "perl", "-e", SERVER, DOWNLOAD).waitUntilPrints("ready");
    Outcome sent = world.run("sh", "-c", DOWNLOAD + " | sha256sum");

    Outcome arrived =
        Launch.quietly(world).command("bash", "-c", "sha256sum </dev/tcp/203.0.113.7/9000");

    assertThat(arrived).succeeded().outIs(sent.out().strip());
  }
}
