package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Bounded;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Profiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A limited launch like an earlier one starts no Java, and holds. */
class LimitedLaunchIT {

  private static final String[] WORDS = {
    "run",
    "-q",
    "--profile",
    "limited",
    "--",
    "sh",
    "-c",
    "ulimit -Hn; df --output=size /tmp | tail -n 1"
  };

  private HostWorld world;
  private Planner planner;

  @BeforeEach
  void begin() {
    world = HostWorld.create();
    planner = new Planner(world);
    limits("memory = \"300M\"\ncpu = 2\ntasks = 200\nopen_files = 99\ntmp_size = \"1M\"");
  }

  @AfterEach
  void end() {
    world.close();
  }

  private void limits(String limits) {
    Profiles.write(
        world, "limited", "extends = \"default\"\nnetwork.tier = \"none\"\n[limits]\n" + limits);
  }

  @Test
  void itStartsNoJavaAndHoldsAsBefore() {
    world.behind(Bounded.groups().entrance());
    assertThat(planner.warm(WORDS)).succeeded().outContains("99\n").outContains("1024");
    limits("open_files = 88\ntmp_size = \"2M\"");
    assertThat(planner.plans(WORDS)).isTrue();
    assertThat(planner.launch(WORDS)).outContains("88\n").outContains("2048");
  }

  @Test
  void whereNoControlGroupIsThePersonsAnyMoreItPlansAnewAndStartsNothing() {
    world.behind(Bounded.groups().entrance());
    planner.warm(WORDS);
    // Not through the groups: this process is in none of them.
    world.behind("env");
    long before = planner.started();
    assertThat(planner.launch(WORDS)).exitedWith(125).errContains("cannot be kept here");
    assertThat(planner.started()).isGreaterThan(before);
  }
}
