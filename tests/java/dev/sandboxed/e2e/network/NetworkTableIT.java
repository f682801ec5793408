package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Profiles;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every row of {@link NetworkTable}, tried in a network with all of its places. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkTableIT {

  private final HostWorld world = HostWorld.create();
  private final NetworkWorld network = NetworkWorld.around(world);
  private final Map<String, String> fromTheHost = new TreeMap<>();

  @BeforeAll
  void askFromTheHost() {
    Profiles.write(world, "with-ipv6", NetworkColumn.WITH_IPV6_PROFILE);
    fromTheHost.putAll(Probe.of(world, targets(row -> true)).answers());
  }

  @AfterAll
  void tearDown() {
    network.close();
    world.close();
  }

  @Test
  void theHostReachesAllOfThem() {
    assertThat(fromTheHost).containsOnlyKeys(targets(row -> true));
  }

  @ParameterizedTest
  @EnumSource
  @Flips(profile = "network.ipv6")
  void aSandboxReachesWhatTheTableSays(NetworkColumn column) {
    List<String> reached = targets(row -> row.reachedIn().contains(column));
    List<String> closed =
        targets(row -> !row.reachedIn().contains(column) && !row.perhapsIn().contains(column));
    Probe probe = Probe.inside(Launch.quietly(world).with(column.options()), reached, closed);

    Map<String, String> expected = new TreeMap<>(fromTheHost);
    expected.keySet().retainAll(reached);
    assertThat(probe.answers()).as("silent: %s", probe.silences()).isEqualTo(expected);
  }

  private static List<String> targets(Predicate<NetworkRow> which) {
    return NetworkTable.ROWS.stream().filter(which).flatMap(row -> row.targets().stream()).toList();
  }
}
