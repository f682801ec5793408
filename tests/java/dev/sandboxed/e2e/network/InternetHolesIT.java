package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Running;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person opens in {@code internet-only} is open, and nothing else is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InternetHolesIT {

  // Greets everybody who comes to port 3000.
  private static final String SERVER =
      """
      use Socket;
      $| = 1;
      socket(my $socket, PF_INET, SOCK_STREAM, 0) or die $!;
      bind($socket, pack_sockaddr_in(3000, inet_aton(shift))) or die $!;
      listen($socket, 5) or die $!;
      print "ready\\n";
      while (accept(my $guest, $socket)) {
        syswrite($guest, "inside");
      }
      """;

  private final HostWorld world = HostWorld.create();
  private final NetworkWorld network = NetworkWorld.around(world);

  @AfterAll
  void tearDown() {
    network.close();
    world.close();
  }

  @Test
  @Flips(profile = "network.reach")
  void aHoleIsOnePortOfOneHost() {
    assertOpen(
        "reach = ['192.168.1.20:8000']",
        List.of("tcp,192.168.1.20,8000", "udp,192.168.1.20,8000"),
        List.of(
            "tcp,192.168.1.20,8080",
            "udp,192.168.1.20,8080",
            "icmp,192.168.1.20,0",
            "tcp,192.168.1.5,8002",
            "tcp,172.17.0.2,8000",
            "tcp,10.20.30.40,8000",
            "udp,239.255.255.250,1900"));
  }

  @Test
  void aHoleToTheLoopbackLeadsToTheHostsLoopback() {
    assertOpen(
        "reach = ['127.0.0.1:8001']",
        List.of("tcp,127.0.0.1,8001", "udp,127.0.0.1,8001"),
        List.of("tcp,127.0.0.1,8002", "udp,127.0.0.1,8002", "dns-udp,127.0.0.53,53"));
  }

  /** The kernel then forwards packets for the loopback, which it otherwise does not do. */
  @Test
  void aHoleToTheLoopbackIsNotWiderForABoundSocket() {
    Launch launch = sandboxed("reach = ['127.0.0.1:8001']");
    List<String> bound =
        List.of(
            "tcp,127.0.0.1,8002,device=eth0",
            "udp,127.0.0.1,8002,device=eth0",
            "tcp,127.0.0.1,8002,from=10.0.2.100",
            "udp,127.0.0.1,8002,from=10.0.2.100",
            "dns-udp,127.0.0.53,53,from=10.0.2.100",
            "tcp,10.0.2.2,8001",
            "udp,10.0.2.2,8001");

    assertThat(Probe.inside(launch, List.of("tcp,127.0.0.1,8001"), bound).answers())
        .containsOnlyKeys("tcp,127.0.0.1,8001");
  }

  @Test
  void aHoleMayLeadToTheHostsOtherAddresses() {
    assertOpen(
        "reach = ['192.168.1.5:8002']",
        List.of("tcp,192.168.1.5,8002", "udp,192.168.1.5,8002"),
        List.of("tcp,198.51.100.2,8002", "tcp,198.51.100.200,8002", "tcp,127.0.0.1,8002"));
  }

  @Test
  void aHoleMayHaveAnIpv6Address() {
    assertOpen(
        "ipv6 = true\nreach = ['[fd12:3456::20]:8000']",
        List.of("tcp,fd12:3456::20,8000", "udp,fd12:3456::20,8000"),
        List.of("icmp,fd12:3456::20,0", "tcp,2001:db8:2::5,8003", "tcp,192.168.1.20,8000"));
  }

  @Test
  void severalHolesAreOpenAtOnce() {
    assertOpen(
        "reach = ['192.168.1.20:8080', '10.20.30.40:8000', '127.0.0.1:8001']",
        List.of("tcp,192.168.1.20,8080", "tcp,10.20.30.40,8000", "tcp,127.0.0.1,8001"),
        List.of("tcp,192.168.1.20,8000", "tcp,127.0.0.1,8002"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "127.0.0.1"})
  @Flips(profile = "network.publish")
  void aPublishedPortIsOnlyOnTheHostsLoopback(String listening) {
    Running server = serving("publish = ['3000', '127.0.0.1:8080:3000']", listening);

    assertThat(Probe.of(world, List.of("tcp,127.0.0.1,3000", "tcp,127.0.0.1,8080")).answers())
        .containsOnly(
            Map.entry("tcp,127.0.0.1,3000", "inside"), Map.entry("tcp,127.0.0.1,8080", "inside"));
    assertThat(fromTheLan("tcp,192.168.1.5,3000", "tcp,192.168.1.5,8080").silences().values())
        .containsOnly("Connection refused");
    end(server);
  }

  /** Node takes the first address of the name, as most servers do, and would take ::1 otherwise. */
  @Test
  void aServerOnLocalhostIsReachedWhereItsPortIsPublished() {
    String listen =
        "require('net').createServer(guest => guest.end('inside'))"
            + ".listen(3000, 'localhost', function () { console.log('ready ' + this.address().address) })";
    assertThat(serving("", List.of("node", "-e", listen), "ready ::1")).satisfies(this::end);

    Running server = serving("publish = ['3000']", List.of("node", "-e", listen), "ready");

    assertThat(Probe.of(world, List.of("tcp,127.0.0.1,3000")).answers().values())
        .containsOnly("inside");
    end(server);
  }

  /** Python takes the name as the resolver has it, and node all addresses as one of IPv6. */
  @Test
  void noServerWaitsOnAnAddressThatAPublishedPortDoesNotLeadTo() {
    String node =
        "require('net').createServer(guest => guest.end('inside'))"
            + ".on('error', refused => setInterval(() => 0, 1e6) && console.log('ready ' + refused.code))"
            + ".listen({ port: 3000, host: process.argv[1] }, () => console.log('ready'))";
    String python =
        "import socket; server = socket.create_server(('localhost', 3000), family=socket.getaddrinfo("
            + "'localhost', 3000)[-1][0]); print('ready', flush=True); server.accept()[0].send(b'inside')";
    String publish = "publish = ['3000']";
    for (List<String> all :
        List.of(List.of("node", "-e", node, "::"), List.of("/usr/bin/python3", "-c", python))) {
      Running server = serving(publish, all, "ready");
      assertThat(Probe.of(world, List.of("tcp,127.0.0.1,3000")).answers().values())
          .as("%s", all)
          .containsOnly("inside");
      end(server);
    }

    assertThat(serving(publish, List.of("node", "-e", node, "::1"), "ready EADDRNOTAVAIL"))
        .satisfies(this::end);
    assertThat(serving("", List.of("node", "-e", node, "::1"), "ready")).satisfies(this::end);
  }

  @Test
  void aPortPublishedElsewhereIsThere() {
    Running server = serving("publish = ['192.168.1.5:8080:3000']", "0.0.0.0");

    assertThat(fromTheLan("tcp,192.168.1.5,8080").answers().values()).containsOnly("inside");
    end(server);
  }

  /** Answers must get out from there, but nothing else. */
  @ParameterizedTest
  @ValueSource(strings = {"3000", "192.168.1.5:3000:3000"})
  void aPublishedPortIsNotAWayOut(String published) {
    List<String> control = List.of("tcp,203.0.113.7,8000");
    List<String> closed =
        List.of(
            "tcp,192.168.1.20,8000,port=3000",
            "udp,192.168.1.20,8000,port=3000",
            "udp,239.255.255.250,1900,port=3000,device=eth0,ttl=4",
            "tcp,10.0.2.2,8001,port=3000",
            "udp,10.0.2.2,8001,port=3000");

    assertThat(
            Probe.inside(sandboxed("publish = ['" + published + "']"), control, closed).answers())
        .containsOnlyKeys(control);
  }

  /** slirp4netns listens there for more ports to publish. */
  @Test
  void noSocketIsLeftToPublishMoreWith() {
    Running server = serving("publish = ['3000']", "0.0.0.0");

    OutcomeAssert.assertThat(world.shell("find ~ -type s")).succeeded().outIs("");
    end(server);
  }

  @Test
  void nothingIsPublishedUnasked() {
    Running server = serving("", "0.0.0.0");

    assertThat(Probe.of(world, List.of("tcp,127.0.0.1,3000")).silences().values())
        .containsOnly("Connection refused");
    end(server);
  }

  private void assertOpen(String network, List<String> opened, List<String> closed) {
    Map<String, String> fromTheHost = new TreeMap<>(Probe.of(world, opened).answers());
    assertThat(fromTheHost).containsOnlyKeys(opened);
    assertThat(Probe.of(world, closed).silences()).isEmpty();

    Probe probe = Probe.inside(sandboxed(network), opened, closed);

    assertThat(probe.answers()).as("silent: %s", probe.silences()).isEqualTo(fromTheHost);
  }

  private Running serving(String network, String address) {
    return serving(network, List.of("perl", "-e", SERVER, address), "ready");
  }

  private Running serving(String network, List<String> server, String ready) {
    Launch launch = sandboxed(network).with("--").with(server.toArray(String[]::new));
    return world.start(launch.directory(), launch.words()).waitUntilPrints(ready);
  }

  private void end(Running server) {
    server.terminate();
    server.finish();
    // The port is free again.
    assertThat(Probe.of(world, List.of("tcp,127.0.0.1,3000")).silences().values())
        .containsOnly("Connection refused");
  }

  private Probe fromTheLan(String... targets) {
    return Probe.read(network.on("lan", Probe.command(List.of(targets))), List.of(targets));
  }

  private Launch sandboxed(String network) {
    Profiles.write(
        world,
        "holes",
        "extends = 'default'\n[network]\ntier = 'internet-only'\n" + network + "\n");
    return Launch.quietly(world).with("--profile", "holes");
  }
}
