package dev.sandboxed.e2e.network;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Undefended;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that listens on a socket in the project is outside, and stays out of reach inside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketIT {

  private static final String SERVER =
      """
      perl -MIO::Socket::UNIX -e '
        for my $name (@ARGV) {
          fork and next;
          my $server = IO::Socket::UNIX->new(Local => $name, Listen => 5) or die "$name: $!";
          print "listening\\n"; close STDOUT;
          while (my $client = $server->accept) { print $client "from outside\\n"; close $client }
        }
        sleep' "$@"
      """;

  private static final String CLIENT =
      """
      perl -MIO::Socket::UNIX -e '
        my $server = IO::Socket::UNIX->new(Peer => shift) or die "$!\\n"; print <$server>' "$1"
      """;

  private final HostWorld world = HostWorld.create();
  private final Path services = world.home().resolve("services");

  @BeforeAll
  void listen() {
    assertThat(world.shell("mkdir run .git/run \"$1\"", services.toString())).succeeded();
    for (String name : names()) {
      world.start("bash", "-c", SERVER, "bash", name).waitUntilPrints("listening");
    }
    String other = services.resolve("s").toString();
    world.start("bash", "-c", SERVER, "bash", other).waitUntilPrints("listening");
  }

  @AfterAll
  void closeTheWorld() {
    world.close();
  }

  /** All except the first are bound with relative names. */
  List<String> names() {
    return List.of(
        world.project().resolve("absolute.sock").toString(),
        "run/db.sock",
        ".git/run/s",
        "run/with 'space'\nand line");
  }

  @ParameterizedTest
  @MethodSource("names")
  void aSocketInTheProjectIsClosed(String name) {
    assertThat(world.shell(CLIENT, name)).succeeded().outIs("from outside");
    assertThat(Launch.quietly(world).with("--network=none").shell(CLIENT, name))
        .failed()
        .outIs("")
        .errContains("Permission denied");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--network=full",
        "--network=internet-only",
        "--profile=offline",
        "--profile=strict --network=none",
        "--network=none --read=."
      })
  void itIsClosedInEveryTierAndInAReadOnlyProject(String options) {
    assertThat(Launch.quietly(world).with(options.split(" ", -1)).shell(CLIENT, "run/db.sock"))
        .failed()
        .outIs("")
        .errContains("Permission denied");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--read=", "--write="})
  void aDirectoryThatIsGrantedDoesNotOpenTheSocketsInIt(String option) {
    String socket = services.resolve("s").toString();
    assertThat(
            Launch.quietly(world).with("--network=none", option + services).shell(CLIENT, socket))
        .failed()
        .errContains("Permission denied");
    assertThat(Launch.quietly(world).with("--network=none", option + socket).shell(CLIENT, socket))
        .succeeded()
        .outIs("from outside");
  }

  @Test
  void namingASocketOfTheProjectOpensIt() {
    Launch launch = Launch.quietly(world).with("--network=none", "--read=run/db.sock");
    assertThat(launch.shell(CLIENT, "run/db.sock")).succeeded().outIs("from outside");
    assertThat(launch.shell(CLIENT, ".git/run/s")).failed();
  }

  @Test
  void withoutItsMaskItIsOpen() {
    Launch launch = Launch.quietly(world).with("--network=none");
    assertThat(
            Undefended.of(launch, "sh", "-c", CLIENT, "sh", "run/db.sock")
                .withoutMount(world.project().resolve("run/db.sock"))
                .outcome())
        .succeeded()
        .outIs("from outside");
  }

  @Test
  void neitherTheCoverNorItsDirectoryCanBeMovedAway() {
    assertThat(
            Launch.quietly(world)
                .with("--network=none")
                .shell("rm -f run/db.sock || mv run x || mv run/db.sock y"))
        .failed();
  }
}
