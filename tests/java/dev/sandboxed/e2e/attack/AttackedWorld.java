package dev.sandboxed.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Undefended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A person who has everything that some attacks are after; all of them are tried in one launch. */
final class AttackedWorld implements AutoCloseable {

  // Runs the scripts of a file, each of which ends with a NUL, and prints their exit statuses and
  // what they said in the same way.
  private static final String RUN_ALL =
      """
      while IFS= read -r -d '' script; do
        said=$(bash -c "$script" 2>&1 </dev/null)
        printf '%s\\0%s\\0' "$?" "$said"
      done <"$1"
      """;

  private static final String BOTH_SESSIONS =
      "attack; status=$?\nif declare -F next_session >/dev/null; then next_session; status=$?; fi\n";

  private final HostWorld world = HostWorld.create();
  private final List<Attack> attacks;
  private final Launch launch;

  AttackedWorld(List<Attack> attacks) {
    this.attacks = List.copyOf(attacks);
    launch = launch(attacks.getFirst().options());
    onTheHost("prepare")
        .forEach((attack, made) -> assertThat(made.gained()).as("%s: %s", attack, made).isTrue());
  }

  /** Without a network, unless the options name one. */
  private Launch launch(List<String> options) {
    boolean tierNamed = options.stream().anyMatch(option -> option.startsWith("--network="));
    return Launch.quietly(world)
        .with(tierNamed ? List.of() : List.of("--network=none"))
        .with(options);
  }

  /** What the person, or any program of theirs, does. */
  Map<Attack, Attempt> outside() {
    String end = BOTH_SESSIONS + "if declare -F gain >/dev/null; then gain; else exit $status; fi";
    return attempts(attacks, runOutside(scripts(attacks, end)));
  }

  /** The same in a sandbox, started through {@code entrance}. */
  Map<Attack, Attempt> inside(String... entrance) {
    Map<Attack, Attempt> attempts = inside(launch.behind(entrance), "attack");
    if (attacks.stream().anyMatch(attack -> attack.has("next_session"))) {
      attempts = inside(launch.behind(entrance), "next_session");
    }
    return attempts;
  }

  private Map<Attack, Attempt> inside(Launch through, String function) {
    Outcome outcome =
        through.command("bash", "-c", RUN_ALL, "bash", scripts(attacks, function).toString());
    if (outcome.exit() == 125) {
      // Whoever is alone can have kept the second launch from starting.
      assertThat(function).as("%s", outcome.describe()).isEqualTo("next_session");
      return withGains(attacks, Map.of(attacks.getFirst(), new Attempt(false, outcome.err())));
    }
    return withGains(attacks, attempts(attacks, outcome));
  }

  /** Those that say without which walls they work, without these. */
  Map<Attack, Attempt> withoutTheirWalls() {
    return each(
        attack ->
            attack.walls().stream().map(wall -> wall.replaceFirst("^mask .*", "mask")).toList(),
        some -> {
          Undefended undefended = Undefended.of(launch, command(some));
          some.stream()
              .flatMap(attack -> attack.walls().stream())
              .distinct()
              .forEach(wall -> takeOut(undefended, wall));
          return undefended.outcome();
        });
  }

  private void takeOut(Undefended undefended, String wall) {
    String[] words = wall.split(" ", 2);
    switch (words[0]) {
      case "filter" -> undefended.withoutFilter();
      case "limit" -> undefended.without("--disable-userns", "--assert-userns-disabled");
      case "option" -> undefended.without(words[1]);
      case "mask" -> undefended.withoutMount(world.project().resolve(words[1]));
      default -> throw new AssertionError(wall);
    }
  }

  /** Those that say with which option they work, with that. */
  Map<Attack, Attempt> withTheirGrants() {
    return each(
        attack -> attack.grant().isEmpty() ? List.of() : List.of(attack.grant()),
        some -> launch(List.of(some.getFirst().grant())).command(command(some)));
  }

  /** One launch for those that need the same. */
  private Map<Attack, Attempt> each(
      Function<Attack, List<String>> need, Function<List<Attack>, Outcome> run) {
    Map<List<String>, List<Attack>> kinds = new HashMap<>();
    for (Attack attack : attacks) {
      kinds.computeIfAbsent(need.apply(attack), key -> new ArrayList<>()).add(attack);
    }
    kinds.remove(List.<String>of());
    Map<Attack, Attempt> attempts = new HashMap<>();
    kinds
        .values()
        .forEach(some -> attempts.putAll(withGains(some, attempts(some, run.apply(some)))));
    return attempts;
  }

  private String[] command(List<Attack> some) {
    return new String[] {"bash", "-c", RUN_ALL, "bash", scripts(some, "attack").toString()};
  }

  /** What an attack says of itself does not count where the host knows better. */
  private Map<Attack, Attempt> withGains(List<Attack> some, Map<Attack, Attempt> said) {
    Map<Attack, Attempt> attempts = new HashMap<>(said);
    onTheHost("gain")
        .forEach((attack, gain) ->
            attempts.computeIfPresent(
                attack, (same, claim) -> new Attempt(gain.gained(), claim.said())));
    assertThat(attempts).containsOnlyKeys(some);
    return attempts;
  }

  private Map<Attack, Attempt> onTheHost(String function) {
    List<Attack> some = attacks.stream().filter(attack -> attack.has(function)).toList();
    return attempts(some, runOutside(scripts(some, function)));
  }

  /** In the project, because that is what both sides see. */
  private Path scripts(List<Attack> some, String last) {
    StringBuilder scripts = new StringBuilder();
    some.forEach(attack -> scripts.append(attack.script(last)).append('\0'));
    try {
      return Files.writeString(world.project().resolve("attempts"), scripts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome runOutside(Path scripts) {
    return world.shell(RUN_ALL, scripts.toString());
  }

  private static Map<Attack, Attempt> attempts(List<Attack> some, Outcome outcome) {
    List<String> parts = Arrays.asList(outcome.out().split("\0", -1));
    assertThat(parts).as("%s", outcome.describe()).hasSize(2 * some.size() + 1);
    Map<Attack, Attempt> attempts = new HashMap<>();
    for (int at = 0; at < some.size(); at++) {
      boolean gained = parts.get(2 * at).equals("0");
      attempts.put(some.get(at), new Attempt(gained, parts.get(2 * at + 1)));
    }
    return attempts;
  }

  @Override
  public void close() {
    onTheHost("tidy");
    world.close();
  }
}
