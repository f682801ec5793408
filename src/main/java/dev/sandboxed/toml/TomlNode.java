package dev.sandboxed.toml;

import static java.util.stream.Collectors.joining;

import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Quoted;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import org.tomlj.TomlValue;

/**
 * One value of a file. Asked for a type it does not have, it reports that and returns nothing.
 *
 * @param key the key it stands under
 * @param subject what messages call it
 */
public record TomlNode(TomlFile file, String key, String subject, TomlValue value) {

  private static final double HUNDRED = 100;

  // No double is exactly a hundredth.
  private static final double ROUNDING = 1e-6;

  TomlPosition position() {
    return TomlFile.position(value);
  }

  public Optional<Located<String>> text(TextRule rule) {
    return text(rule, quoteIt());
  }

  /**
   * The same.
   *
   * @param hint what to write where it is no text at all
   */
  Optional<Located<String>> text(TextRule rule, String hint) {
    return typed(String.class, "a string", hint)
        .filter(text -> file.obeys(text, rule, subject, position()))
        .map(this::located);
  }

  Optional<Located<Boolean>> flag() {
    return typed(Boolean.class, "true or false", "").map(this::located);
  }

  /** A whole number, both limits included. */
  Optional<Located<Integer>> number(int least, int most) {
    Optional<Long> written = typed(Long.class, "a whole number", "");
    Optional<Long> held = written.filter(number -> least <= number && number <= most);
    if (written.isPresent() && held.isEmpty()) {
      file.report(
          position(),
          "bad-number",
          subject + " must be from " + least + " to " + most + ", not " + written.get(),
          "");
    }
    return held.map(number -> located(number.intValue()));
  }

  /** A number in hundredths, both limits included. */
  Optional<Located<Integer>> hundredths(int least, int most) {
    if (!(value.get() instanceof Long) && !(value.get() instanceof Double)) {
      reportType("a number", "");
      return Optional.empty();
    }
    double times = ((Number) value.get()).doubleValue() * HUNDRED;
    if (!(least <= times && times <= most) || Math.abs(times - Math.rint(times)) > ROUNDING) {
      file.report(
          position(),
          "bad-number",
          subject
              + " must be from "
              + decimal(least)
              + " to "
              + decimal(most)
              + ", with at most two digits behind the point, not "
              + value.get(),
          "");
      return Optional.empty();
    }
    return Optional.of(located((int) Math.rint(times)));
  }

  /** A number of hundredths as people write it, such as {@code 2.5}. */
  static String decimal(int hundredths) {
    return BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString();
  }

  /** One of the {@code allowed} words. */
  <T> Optional<Located<T>> word(List<T> allowed, Function<T, String> spelling) {
    Optional<String> written = text(TextRule.NOT_EMPTY).map(Located::value);
    Optional<T> meant =
        written.flatMap(
            text -> allowed.stream().filter(t -> spelling.apply(t).equals(text)).findFirst());
    if (written.isPresent() && meant.isEmpty()) {
      reportUnknownWord(written.get(), allowed.stream().map(spelling).toList());
    }
    return meant.map(this::located);
  }

  List<TomlNode> list(String expected, String hint) {
    return typed(TomlArray.class, expected, hint).map(this::entriesOf).orElse(List.of());
  }

  Optional<TomlTable> table(String hint) {
    return typed(TomlTable.class, "a table", hint);
  }

  /** The values of a table whose keys the person chooses and which obey {@code names}. */
  List<TomlNode> ownEntries(TextRule names, String hint) {
    return table(hint).stream()
        .flatMap(own -> own.keySet().stream().map(name -> own.entry(List.of(name))))
        .filter(own -> file.obeys(own.key(), names, "a name in " + subject, TomlFile.position(own)))
        .map(own -> new TomlNode(file, own.key(), Quoted.of(own.key()), own.value()))
        .toList();
  }

  public boolean isTable() {
    return value.isTable();
  }

  public boolean isString() {
    return value.isString();
  }

  public void reportType(String expected, String hint) {
    file.report(
        position(),
        "wrong-type",
        subject + " must be " + expected + ", not " + typeOf(value.get()),
        hint);
  }

  private <T> Optional<T> typed(Class<T> type, String expected, String hint) {
    if (type.isInstance(value.get())) {
      return Optional.of(type.cast(value.get()));
    }
    reportType(expected, hint);
    return Optional.empty();
  }

  private void reportUnknownWord(String written, List<String> allowed) {
    String near =
        Suggestion.nearest(written, allowed)
            .map(word -> "did you mean " + Quoted.of(word) + "? ")
            .orElse("");
    file.report(
        position(),
        "unknown-word",
        "unknown " + key + " " + Quoted.of(written),
        near + "allowed: " + allowed.stream().map(Quoted::of).collect(joining(", ")));
  }

  private List<TomlNode> entriesOf(TomlArray array) {
    return IntStream.range(0, array.size())
        .mapToObj(index ->
            new TomlNode(file, key, "an entry of " + Quoted.of(key), array.entry(index).value()))
        .toList();
  }

  private <T> Located<T> located(T content) {
    return new Located<>(content, file.origin(position()));
  }

  /** People forget the quotes of numbers and flags. */
  private String quoteIt() {
    return value.isLong() || value.isBoolean() ? "write it in quotes: \"" + value.get() + "\"" : "";
  }

  private static String typeOf(Object content) {
    return switch (content) {
      case String text -> "a string";
      case Long number -> "an integer";
      case Double number -> "a float";
      case Boolean flag -> "true or false";
      case TomlArray array -> "a list";
      case TomlTable table -> "a table";
      default -> "a date or time";
    };
  }
}
