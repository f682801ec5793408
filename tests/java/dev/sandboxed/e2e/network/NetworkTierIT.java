package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Contrast;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How much of the network each tier leaves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkTierIT {

  // Greets everybody who comes, on loopback and on an abstract socket, and writes the port to a
  // file.
  private static final String SERVER =
      """
      use Socket;
      $| = 1;
      socket(my $tcp, PF_INET, SOCK_STREAM, 0) or die $!;
      bind($tcp, pack_sockaddr_in(0, INADDR_LOOPBACK)) or die $!;
      socket(my $abstract, PF_UNIX, SOCK_STREAM, 0) or die $!;
      bind($abstract, pack_sockaddr_un("\\0" . shift)) or die $!;
      listen($_, 5) or die $! for $tcp, $abstract;
      my ($port) = unpack_sockaddr_in(getsockname($tcp));
      open(my $file, ">", shift) or die $!;
      print $file $port;
      close($file);
      print "ready\\n";
      while (1) {
        my $ready = "";
        vec($ready, fileno($_), 1) = 1 for $tcp, $abstract;
        select($ready, undef, undef, undef);
        for ($tcp, $abstract) {
          next unless vec($ready, fileno($_), 1);
          accept(my $guest, $_) or die $!;
          syswrite($guest, "greetings\\n");
          close($guest);
        }
      }
      """;

  private final HostWorld world = HostWorld.create();
  private final String name = "sandboxed-" + UUID.randomUUID();
  private final Map<String, String> calls = new LinkedHashMap<>();

  @AfterAll
  void tearDown() {
    world.close();
  }

  @BeforeAll
  void listen() throws IOException {
    Path port = world.backstage().resolve("port");
    world.start("perl", "-e", SERVER, name, port.toString()).waitUntilPrints("ready");
    calls.put(
        "a server on the host's loopback",
        "bash -c 'cat </dev/tcp/127.0.0.1/" + Files.readString(port) + "'");
    calls.put(
        "an abstract socket",
        "perl -MSocket -e 'socket(S, PF_UNIX, SOCK_STREAM, 0); connect(S, pack_sockaddr_un(\"\\0"
            + name
            + "\")) or die $!; print <S>'");
  }

  @Test
  void fullIsTheHostsNetwork() {
    for (Contrast call : Contrast.of(world, calls, "--network", "full")) {
      assertThat(call.outside().text()).as(call.name()).isEqualTo("greetings");
      assertThat(call.inside()).as(call.name()).isEqualTo(call.outside());
    }
  }

  @Test
  void noneReachesNothingOfTheHost() {
    for (Contrast call : Contrast.of(world, calls, "--network", "none")) {
      assertThat(call.outside().text()).as(call.name()).isEqualTo("greetings");
      call.assertWorksOutsideOnly();
      assertThat(call.inside().text()).doesNotContain("greetings").contains("refused");
    }
  }

  @Test
  void noneHasOnlyItsOwnLoopback() {
    Outcome inside =
        world.sandboxed(
            "run",
            "--quiet",
            "--network",
            "none",
            "--",
            "sh",
            "-c",
            "tail -n +3 /proc/net/dev | cut -d: -f1; tail -n +2 /proc/net/route; cat /etc/resolv.conf");

    OutcomeAssert.assertThat(inside).succeeded().outIs("lo");
  }

  @Test
  @Flips(profile = "network.tier")
  void aProfileNamesTheTier() {
    Profiles.write(world, "open", "extends = 'offline'\n[network]\ntier = 'full'\n");
    Profiles.write(world, "closed", "extends = 'open'\n[network]\ntier = 'none'\n");

    assertThat(Contrast.of(world, calls, "--profile", "open"))
        .hasSize(2)
        .allSatisfy(call -> assertThat(call.inside().text()).isEqualTo("greetings"));
    assertThat(Contrast.of(world, calls, "--profile", "closed"))
        .hasSize(2)
        .allSatisfy(Contrast::assertWorksOutsideOnly);
  }

  @Test
  void theBuiltInOfflineProfileHasNone() {
    List<Contrast> made = Contrast.of(world, calls, "--profile", "offline");

    assertThat(made).hasSize(2).allSatisfy(Contrast::assertWorksOutsideOnly);
  }
}
