package dev.sandboxed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every row of {@link NetworkTable}, tried in a network with all of its places. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkTableIT {

  /** What answers does so at once. What is silent for so many seconds has not been reached. */
  private static final String PATIENCE = ",wait=3";

  private final HostWorld world = HostWorld.create();
  private final NetworkWorld network = NetworkWorld.around(world);
  private final Map<String, String> fromTheHost = new TreeMap<>();

  @BeforeAll
  void askFromTheHost() {
    Profiles.write(world, "with-ipv6", NetworkColumn.WITH_IPV6_PROFILE);
    fromTheHost.putAll(Probe.of(world, targets()).answers());
  }

  @AfterAll
  void takeAway() {
    network.close();
    world.close();
  }

  @Test
  void theHostReachesAllOfThem() {
    assertThat(fromTheHost).containsOnlyKeys(targets());
  }

  @ParameterizedTest
  @EnumSource
  void aSandboxReachesWhatTheTableSays(NetworkColumn column) {
    List<String> reached = reachedIn(column);
    List<String> asked =
        targets().stream().map(one -> reached.contains(one) ? one : one + PATIENCE).toList();
    Probe probe = Probe.inside(Launch.quietly(world).with(column.options()), asked);

    Map<String, String> expected = new TreeMap<>(fromTheHost);
    expected.keySet().retainAll(reached);
    assertThat(probe.answers()).as("silent: %s", probe.silences()).isEqualTo(expected);
  }

  private static List<String> targets() {
    return NetworkTable.ROWS.stream().flatMap(row -> row.targets().stream()).toList();
  }

  private static List<String> reachedIn(NetworkColumn column) {
    return NetworkTable.ROWS.stream()
        .filter(row -> row.reachedIn().contains(column))
        .flatMap(row -> row.targets().stream())
        .toList();
  }
}
