package dev.sandboxed.toml;

import java.util.Optional;
import java.util.function.Function;

/**
 * A value with a notation of its own.
 *
 * @param code the last part of the problem's code
 * @param regex what every text in the notation matches as a whole, as in {@link TextRule}
 * @param reader returns nothing for a text that is not in the notation
 * @param objection what a message says about such a text, after the text itself
 * @param hint what to write instead
 */
public record Notation<T>(
    String code,
    String regex,
    Function<String, Optional<T>> reader,
    String objection,
    String hint) {

  /** The rule that a text in this notation obeys. */
  TextRule rule() {
    return new TextRule(
        code, false, regex, text -> reader.apply(text).isPresent(), objection, hint);
  }

  /** The value of a text that obeys the rule. */
  T value(String text) {
    return reader.apply(text).orElseThrow();
  }
}
