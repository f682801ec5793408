package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a program finds when it asks around in the network: {@code tests/perl/probe} says what it
 * can try. The program is the same outside and inside, and needs only perl.
 *
 * @param answers by target; a target that gave none is missing
 * @param silences what happened instead, by target
 */
record Probe(Map<String, String> answers, Map<String, String> silences) {

  Probe {
    answers = Map.copyOf(answers);
    silences = Map.copyOf(silences);
  }

  /** Asks all of them at the same time, from where the world's programs run. */
  static Probe of(HostWorld world, List<String> targets) {
    return read(world.run(command(targets)), targets);
  }

  /** Asks all of them at the same time, from inside one sandbox. */
  static Probe inside(Launch launch, List<String> targets) {
    return read(launch.command(command(targets)), targets);
  }

  /**
   * Asks all of them at the same time, from inside one sandbox.
   *
   * @param silent those that should not answer. Those that do answer do so at once, so three
   *     seconds of silence are enough
   */
  static Probe inside(Launch launch, List<String> answering, List<String> silent) {
    Stream<String> impatient = silent.stream().map(target -> target + ",wait=3");
    return inside(launch, Stream.concat(answering.stream(), impatient).toList());
  }

  static String[] command(List<String> targets) {
    try {
      // Its text, not its name: the file is missing in a sandbox.
      String script = Files.readString(Checkout.directory().resolve("tests/perl/probe"));
      return Stream.concat(Stream.of("perl", "-e", script), targets.stream())
          .toArray(String[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Probe read(Outcome outcome, List<String> targets) {
    Map<String, String> answers = new TreeMap<>();
    Map<String, String> silences = new TreeMap<>();
    for (String line : outcome.out().lines().toList()) {
      String[] words = line.split(" ", 3);
      // A router may take a connection only to refuse it; every server of a world says something.
      boolean answered = words[1].equals("=") && !words[2].isEmpty();
      (answered ? answers : silences).put(words[0], words[2]);
    }
    assertThat(Stream.of(answers, silences).flatMap(said -> said.keySet().stream()))
        .as(outcome.describe())
        .containsExactlyInAnyOrderElementsOf(targets);
    return new Probe(answers, silences);
  }
}
