package dev.sandboxed.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every attack of tests/attacks, by a program outside and by the same program in a sandbox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttacksIT {

  // Nobody but root can be more than root of a user namespace. tests/run has root run this class,
  // too.
  private static final String[] AS_ROOT =
      Attack.ROOT_RUNS_THEM ? new String[0] : new String[] {"unshare", "--user", "--map-root-user"};

  private final Map<Attack, Attempt> outside = new HashMap<>();
  private final Map<Attack, Attempt> inside = new HashMap<>();
  private final Map<Attack, Attempt> insideAsRoot = new HashMap<>();
  private final Map<Attack, Attempt> undefended = new HashMap<>();

  @BeforeAll
  void tryAll() {
    for (List<Attack> together : launches()) {
      try (AttackedWorld world = new AttackedWorld(together)) {
        outside.putAll(world.outside());
      }
      try (AttackedWorld world = new AttackedWorld(together)) {
        insideAsRoot.putAll(world.inside(AS_ROOT));
      }
      try (AttackedWorld world = new AttackedWorld(together)) {
        inside.putAll(world.inside());
        undefended.putAll(world.withoutTheirWalls());
        undefended.putAll(world.withTheirGrants());
      }
    }
  }

  /** Those with the same options share a launch, except those that would disturb others. */
  private static List<List<Attack>> launches() {
    Map<List<String>, List<Attack>> shared = new LinkedHashMap<>();
    List<List<Attack>> launches = new ArrayList<>();
    for (Attack attack : Attack.possible()) {
      if (attack.alone()) {
        launches.add(List.of(attack));
      } else {
        shared.computeIfAbsent(attack.options(), key -> new ArrayList<>()).add(attack);
      }
    }
    launches.addAll(shared.values());
    return launches;
  }

  static List<Attack> all() {
    return Attack.possible();
  }

  static List<Attack> withKnownWalls() {
    return Attack.possible().stream()
        .filter(attack -> !attack.walls().isEmpty() || !attack.grant().isEmpty())
        // Real root without capabilities becomes root of no namespace (CAP_SETFCAP), so there is a
        // third.
        .filter(attack -> !Attack.ROOT_RUNS_THEM || !attack.walls().contains("limit"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void worksOutside(Attack attack) {
    assertThat(outside.get(attack)).matches(Attempt::gained, "succeeds");
  }

  @ParameterizedTest
  @MethodSource("all")
  void goesAsTheTableSaysInside(Attack attack) {
    assertThat(inside.get(attack))
        .extracting(Attempt::gained)
        .as("%s", inside.get(attack))
        .isEqualTo(!attack.through().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("all")
  void andInsideIfRootLaunches(Attack attack) {
    assertThat(insideAsRoot.get(attack))
        .extracting(Attempt::gained)
        .as("%s", insideAsRoot.get(attack))
        .isEqualTo(!attack.through().isEmpty());
  }

  /** So that a refusal is the wall's, and not a mistake of the attack. */
  @ParameterizedTest
  @MethodSource("withKnownWalls")
  void worksInsideWithoutItsWalls(Attack attack) {
    assertThat(undefended.get(attack)).matches(Attempt::gained, "succeeds");
  }
}
