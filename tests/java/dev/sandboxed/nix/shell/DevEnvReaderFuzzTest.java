package dev.sandboxed.nix.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DevEnvReaderFuzzTest {

  private static final int TRIES = 5_000;

  private static final String GOOD =
      """
      {"bashFunctions": {"f": " :"}, "variables": {
        "A": {"type": "exported", "value": "/nix/store \\u00e9\\n"},
        "B": {"type": "array", "value": ["x", ""]},
        "C": {"type": "associative", "value": {"k": "v"}},
        "D": {"type": "var", "value": "1"}},
       "structuredAttrs": {".attrs.json": "{}", ".attrs.sh": ""}}
      """;

  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    ":",
    ",",
    "null",
    "true",
    "-1e9",
    "\"type\"",
    "\"value\"",
    "\"exported\"",
    "\"array\"",
    "\"variables\"",
    "\\u0000",
    "\\ud800",
    "\0",
    "\u00e9",
    "\n",
    "{}",
    "[[]]",
    "\"A\": {\"type\": \"var\", \"value\": \"\"},"
  };

  /**
   * A damaged dev shell is either read, or refused with problems that can be shown; nothing else
   * happens.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void survivesDamage(long seed) {
    Random random = new Random(seed);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < TRIES; i++) {
      String json = damaged(random);
      try {
        assertThat(DevEnvReader.read(json, ".#x").variables())
            .allMatch(variable -> variable.name().matches("[A-Za-z_][A-Za-z0-9_]*"));
        read++;
      } catch (UserFailure failure) {
        assertThat(failure.problems())
            .isNotEmpty()
            .allMatch(DevEnvReaderFuzzTest::canBeShown, json);
        refused++;
      }
    }
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  private static boolean canBeShown(Problem problem) {
    return problem.code().startsWith("devshell.")
        && !problem.hint().isEmpty()
        && problem.render().codePoints().allMatch(c -> c == '\n' || !Character.isISOControl(c));
  }

  private static String damaged(Random random) {
    StringBuilder json = new StringBuilder(GOOD);
    for (int damage = random.nextInt(4); damage >= 0 && !json.isEmpty(); damage--) {
      int start = random.nextInt(json.length());
      int end = Math.min(json.length(), start + random.nextInt(12));
      switch (random.nextInt(3)) {
        case 0 -> json.delete(start, end);
        case 1 -> json.replace(start, end, PIECES[random.nextInt(PIECES.length)]);
        default -> json.insert(start, json.substring(start, end));
      }
    }
    return json.toString();
  }
}
