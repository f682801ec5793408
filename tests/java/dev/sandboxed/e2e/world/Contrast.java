package dev.sandboxed.e2e.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One shell script, run by the person and run by an agent in the sandbox. A probe that fails inside
 * proves something only if it succeeds outside.
 *
 * @param name what the script tries, as the end of a sentence
 */
public record Contrast(String name, Answer outside, Answer inside) {

  /** What a script printed, on both streams, and how it ended. */
  public record Answer(int exit, String text) {}

  // Each script is a shell of its own, and its answer ends with a NUL, which no shell can print.
  private static final String RUN_ALL =
      """
      for script; do
        text=$(sh -c "$script" 2>&1 </dev/null)
        printf '%s\\0%s\\0' "$?" "$text"
      done
      """;

  /**
   * Runs all scripts in the world's project, in one sandbox.
   *
   * @param scripts keyed by what they try
   * @param options of {@code sandboxed run}
   */
  public static List<Contrast> of(HostWorld world, Map<String, String> scripts, String... options) {
    String[] texts = scripts.values().toArray(String[]::new);
    List<Answer> outside = answers(world.shell(RUN_ALL, texts), texts.length);
    List<Answer> inside = answers(inside(world, options, texts), texts.length);
    List<Contrast> contrasts = new ArrayList<>();
    for (String name : scripts.keySet()) {
      int at = contrasts.size();
      contrasts.add(new Contrast(name, outside.get(at), inside.get(at)));
    }
    return contrasts;
  }

  private static Outcome inside(HostWorld world, String[] options, String[] scripts) {
    return Launch.quietly(world)
        .with(options)
        .with("--", "bash", "-c", RUN_ALL, "bash")
        .with(scripts)
        .outcome();
  }

  private static List<Answer> answers(Outcome outcome, int expected) {
    List<String> parts = Arrays.asList(outcome.out().split("\0", -1));
    assertThat(parts).as(outcome.describe()).hasSize(2 * expected + 1);
    List<Answer> answers = new ArrayList<>();
    for (int at = 0; at < expected; at++) {
      answers.add(new Answer(Integer.parseInt(parts.get(2 * at)), parts.get(2 * at + 1)));
    }
    return answers;
  }

  /** Fails unless the script succeeds outside and fails inside. */
  public void assertWorksOutsideOnly() {
    assertThat(outside.exit()).as("outside: %s", outside).isZero();
    assertThat(inside.exit()).as("inside: %s", inside).isNotZero();
  }

  @Override
  public String toString() {
    return name;
  }
}
