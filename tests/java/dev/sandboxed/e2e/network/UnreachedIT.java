package dev.sandboxed.e2e.network;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of what internet-only refuses, a person hears how much it was, without anything that stays. */
class UnreachedIT {

  private static final String TRYING =
      """
      for at in 192.168.1.20/8000 169.254.169.254/8000; do cat </dev/tcp/$at; done
      echo x >/dev/udp/192.168.1.20/9
      """;

  private final HostWorld world = HostWorld.create();
  private final NetworkWorld network = NetworkWorld.around(world);

  @AfterEach
  void tearDown() {
    network.close();
    world.close();
  }

  private Outcome session(String script, String... options) {
    return Launch.quietly(world).with(options).command("bash", "-c", script + "true");
  }

  @Test
  void whatIsBlockedIsCountedAndNothingElseIs() {
    // Outside each of them is there.
    assertThat(world.run("bash", "-ec", TRYING)).succeeded();

    assertThat(session(TRYING + "cat </dev/tcp/203.0.113.7/8000\n"))
        .succeeded()
        .errContains("sandboxed: at least 3 connections may have been refused: ")
        .errContains(" denials\n");
    assertThat(world.sandboxed("denials"))
        .succeeded()
        .outContains(
            "at least 3 connections to what internet-only blocks may have been refused: the kernel only counts them\n");
    assertThat(world.sandboxed("denials", "--json"))
        .outContains("\"unreached\":3,\"observed\":false,");
    assertThat(world.sandboxed("audit", "--json")).outContains("\"unreached\":3}");

    // What is open is not counted, nor what the other end refuses.
    assertThat(
            session(
                "cat </dev/tcp/192.168.1.20/8000; cat </dev/tcp/203.0.113.7/9\n",
                "--reach=192.168.1.20:8000"))
        .errContains("Connection refused")
        .errLacks("may have been refused");
    assertThat(world.sandboxed("denials"))
        .succeeded()
        .outContains(" was refused no connection that the kernel counted\n")
        .outContains("nothing is known");
  }

  @Test
  void addressesOfIpv6CountWhereThereIsIpv6() {
    Profiles.write(world, "six", "extends = \"default\"\n[network]\nipv6 = true\n");
    String six =
        "cat </dev/tcp/fd12:3456::20/8000; cat </dev/tcp/64:ff9b::c0a8:114/8000; cat </dev/tcp/10.1.1.1/9\n";
    assertThat(session(six, "--profile=six"))
        .errContains("at least 3 connections may have been refused");
    assertThat(session(six)).errContains("at least 1 connection may have been refused");
  }

  @Test
  void whereASessionIsObservedTheNumberIsOfWhatWasNotSeen() {
    String datagram =
        "perl -MSocket -e 'socket(S, 2, 2, 0); send(S, 1, 0, pack_sockaddr_in(9, inet_aton(q(192.168.1.20))))'\n";
    assertThat(session("cat </dev/tcp/192.168.1.20/8000\n" + datagram, "--observe"))
        .errContains("1 thing was refused: ")
        .errLacks("may have been");
    assertThat(world.sandboxed("denials"))
        .outContains("192.168.1.20:8000  address: connected to once, ENETUNREACH, by bash; ")
        .outContains(
            "at least 1 more connection to what internet-only blocks may have been refused");
  }
}
