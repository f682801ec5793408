package dev.sandboxed.e2e.network;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Running;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tests' network is what they expect, and leaves nothing behind. */
class NetworkWorldIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  @Test
  void programsInItRunAsThePersonAndCannotChangeIt() {
    String who = "id -u; id -g; pwd";
    Outcome before = world.shell(who);

    try (NetworkWorld network = NetworkWorld.around(world)) {
      assertThat(network.etc()).exists();
      assertThat(world.shell(who)).succeeded().outIs(before.out().strip());
      assertThat(world.shell("PATH=$PATH:/usr/sbin; ip -brief address show lan0"))
          .outContains("192.168.1.5/24");
      assertThat(world.shell("PATH=$PATH:/usr/sbin; ip link set lan0 down"))
          .exitedWith(2)
          .errContains("Operation not permitted");
    }
    assertThat(world.shell("PATH=$PATH:/usr/sbin; ip link show lan0")).exitedWith(1);
  }

  @Test
  void itsOtherMachinesReachTheHost() {
    try (NetworkWorld network = NetworkWorld.around(world)) {
      List<String> targets = List.of("tcp,192.168.1.5,8002", "udp,192.168.1.5,8002");

      assertThat(Probe.read(network.on("lan", Probe.command(targets)), targets).answers())
          .containsOnlyKeys(targets);
    }
  }

  @Test
  void itEndsWithItsMaker() {
    Path directory = world.backstage().resolve("network");
    // With a second command bash stays, and is the maker.
    List<String> words = new ArrayList<>(List.of("bash", "-c", "\"$@\"; true", "bash"));
    words.addAll(NetworkWorld.making(directory));
    Running maker = world.startBare(world.home(), words);
    maker.waitUntilPrints("ready");
    assertThat(world.processes()).hasSizeGreaterThan(1);

    maker.killHard();

    world.waitUntilNothingRuns();
  }
}
