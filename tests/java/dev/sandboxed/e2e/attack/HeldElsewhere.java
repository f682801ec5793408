package dev.sandboxed.e2e.attack;

import java.util.Arrays;
import java.util.List;

/**
 * An attack that needs more than a script, such as a terminal or a network: a line of
 * tests/attacks/elsewhere.
 *
 * @param test the class that tries it, and its method
 * @param through why it works inside, or nothing
 */
record HeldElsewhere(String group, String sentence, String test, String method, String through) {

  static List<HeldElsewhere> all() {
    return Attack.text("elsewhere").lines().map(HeldElsewhere::read).toList();
  }

  private static HeldElsewhere read(String line) {
    List<String> fields = Arrays.asList(line.split("[\t#]"));
    if (fields.size() < 4 || fields.size() > 5) {
      throw new AssertionError("tests/attacks/elsewhere: " + line);
    }
    return new HeldElsewhere(
        fields.get(0),
        fields.get(1),
        fields.get(2),
        fields.get(3),
        fields.size() == 5 ? fields.get(4) : "");
  }
}
