package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How names become addresses in {@code internet-only}. Each resolver of the test gives a different
 * answer.
 */
class InternetNamesIT {

  private static final String OF_LOOPBACK = "203.0.113.7";
  private static final String OF_INTERNET = "198.51.100.130";

  private final HostWorld world = HostWorld.create();
  private final NetworkWorld network = NetworkWorld.around(world);

  @AfterEach
  void tearDown() {
    network.close();
    world.close();
  }

  /**
   * The second is a router at home, the last the host of an Azure machine: both closed to
   * everything except DNS questions.
   */
  @ParameterizedTest
  @CsvSource({
    "127.0.0.53,203.0.113.7",
    "192.168.1.20,203.0.113.1",
    "203.0.113.53,198.51.100.130",
    "168.63.129.16,203.0.113.7"
  })
  void theHostsResolverAnswersWhereverItIs(String resolver, String answer) throws IOException {
    Files.writeString(network.etc().resolve("resolv.conf"), "nameserver " + resolver + "\n");

    assertNamesAre(answer);
  }

  /** As on NixOS, and on most hosts with systemd-resolved. */
  @Test
  void theHostsResolverMayBeNamedBehindSymlinks() throws IOException {
    Path etc = network.etc();
    Files.createDirectories(etc.resolve("static/made"));
    Files.move(etc.resolve("resolv.conf"), etc.resolve("static/made/stub"));
    Files.createSymbolicLink(etc.resolve("resolv.conf"), Path.of("static/resolv.conf"));
    Files.createSymbolicLink(etc.resolve("static/resolv.conf"), Path.of("/etc/static/made/stub"));

    assertNamesAre(OF_LOOPBACK);
  }

  @Test
  @Flips(profile = "network.dns")
  void aProfileMayNameAnotherResolver() {
    assertNamesAre(OF_INTERNET, "dns = ['203.0.113.53']");
  }

  /** It shows nothing of the host's. */
  @Test
  void theSandboxHasItsOwnResolvConf() throws IOException {
    Files.writeString(
        network.etc().resolve("resolv.conf"), "nameserver 127.0.0.53\nnameserver 192.168.1.20\n");

    OutcomeAssert.assertThat(sandboxed("").shell("grep ^nameserver /etc/resolv.conf"))
        .outIs("nameserver 10.0.2.3");
  }

  /** Its own network would hide the company's. */
  @Test
  @Flips(profile = {"network.mtu", "network.subnet"})
  void itsOwnNetworkMayBeElsewhereAndItsPacketsSmaller() {
    String other = "subnet = '172.31.7.0/24'\nmtu = 1400";
    String look = "ip -o -4 address show dev eth0; ip -o link show dev eth0";

    assertNamesAre(OF_LOOPBACK, other);
    OutcomeAssert.assertThat(sandboxed("").shell(look))
        .outContains("inet 10.0.2.100/")
        .outContains("mtu 1500 ");
    OutcomeAssert.assertThat(sandboxed(other).shell(look))
        .outContains("inet 172.31.7.100/")
        .outContains("mtu 1400 ");
  }

  private void assertNamesAre(String answer, String... settings) {
    List<String> targets = List.of("dns-udp,resolver,53", "dns-tcp,resolver,53");
    Launch launch = sandboxed(String.join("\n", settings));

    assertThat(Probe.inside(launch, targets).answers())
        .isEqualTo(Map.of(targets.get(0), answer, targets.get(1), answer));
    OutcomeAssert.assertThat(launch.command("getent", "ahostsv4", "www.example.com"))
        .outContains(answer);
  }

  private Launch sandboxed(String network) {
    Profiles.write(
        world,
        "names",
        "extends = 'default'\n[network]\ntier = 'internet-only'\n" + network + "\n");
    return Launch.quietly(world).with("--profile", "names");
  }
}
