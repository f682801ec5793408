package dev.sandboxed.foreign;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.toml.TomlText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A value in a JSON file. Asked for a type that it does not have, it fails with its position.
 *
 * @param key the keys that lead to it from the top, fit to be shown
 * @param content a text, a number, a truth, {@link Nothing}, a list of settings, or a map of them
 */
record Setting(String key, SourcePosition at, Object content) {

  /** JSON's null. */
  enum Nothing {
    NULL
  }

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_$./@-]{1,60}");

  /** What a key of this one is called. */
  static String below(String key, String name) {
    String shown = PLAIN.matcher(name).matches() ? name : Quoted.of(name, 60);
    return key.isEmpty() ? shown : key + "." + shown;
  }

  boolean isText() {
    return content instanceof String;
  }

  boolean isList() {
    return content instanceof List<?>;
  }

  boolean isObject() {
    return content instanceof Map<?, ?>;
  }

  boolean isTrue() {
    return Boolean.TRUE.equals(content);
  }

  boolean isNull() {
    return content == Nothing.NULL;
  }

  /**
   * The text.
   *
   * @throws UserFailure if it is something else, or holds what no path, name or value can
   */
  String text() {
    if (!(content instanceof String text)) {
      throw wrong("must be a string");
    }
    if (!TomlText.canSay(text)) {
      throw wrong("holds a NUL character, or half of a character");
    }
    return text;
  }

  /** The same of a text that may not be empty. */
  String word() {
    String text = text();
    if (text.isEmpty()) {
      throw wrong("is empty");
    }
    return text;
  }

  boolean flag() {
    if (content instanceof Boolean flag) {
      return flag;
    }
    throw wrong("must be true or false");
  }

  BigDecimal number() {
    if (content instanceof BigDecimal number) {
      return number;
    }
    throw wrong("must be a number");
  }

  /** The entries of a list. */
  List<Setting> list() {
    if (content instanceof List<?> list) {
      return list.stream().map(Setting.class::cast).toList();
    }
    throw wrong("must be a list");
  }

  /** The values of an object. */
  Section section() {
    if (content instanceof Map<?, ?>) {
      return new Section(this);
    }
    throw wrong("must be an object");
  }

  UserFailure wrong(String what) {
    return new UserFailure(
        Problem.at(
            at,
            "import.bad-setting",
            (key.isEmpty() ? "the file" : key) + " " + what,
            "nothing was written"));
  }
}
