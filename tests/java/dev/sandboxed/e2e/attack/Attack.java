package dev.sandboxed.e2e.attack;

import com.sun.security.auth.module.UnixSystem;
import dev.sandboxed.e2e.walls.Escape;
import dev.sandboxed.e2e.world.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A file of tests/attacks, whose README says what is in one.
 *
 * @param name its directory and its own name
 * @param sentence what it does, without its subject
 * @param options of the launch
 * @param walls what it works inside without: each wall alone holds nothing if there are several
 * @param grant the option with which it works inside, or nothing
 * @param alone whether it has a world of its own
 * @param root why nobody else can do it outside, or nothing
 * @param through why it works inside, or nothing
 * @param text bash
 */
record Attack(
    String name,
    String sentence,
    List<String> options,
    List<String> walls,
    String grant,
    boolean alone,
    String root,
    String through,
    String text) {

  /** Whether root runs the tests. */
  static final boolean ROOT_RUNS_THEM = new UnixSystem().getUid() == 0;

  private static final Path PLACE = Checkout.directory().resolve("tests/attacks");

  Attack {
    options = List.copyOf(options);
    walls = List.copyOf(walls);
  }

  /** Those that whoever runs the tests can do outside. */
  static List<Attack> possible() {
    return all().stream().filter(attack -> ROOT_RUNS_THEM || attack.root().isEmpty()).toList();
  }

  /** All of them, in the order of their names. */
  static List<Attack> all() {
    try (Stream<Path> files = Files.find(PLACE, 2, (file, kind) -> kind.isRegularFile())) {
      return files
          .filter(file -> PLACE.relativize(file).getNameCount() == 2)
          .sorted()
          .map(Attack::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Attack read(Path file) {
    String text = text(file);
    List<String> head =
        text.lines()
            .skip(1)
            .takeWhile(line -> line.startsWith("# "))
            .map(line -> line.substring(2))
            .toList();
    Map<String, String> fields = new TreeMap<>();
    for (String line : head.subList(1, head.size())) {
      String[] field = line.split(": ", 2);
      if (!List.of("options", "without", "with", "alone", "root", "through").contains(field[0])
          || fields.put(field[0], field[1]) != null) {
        throw new AssertionError(file + ": " + line);
      }
    }
    return new Attack(
        PLACE.relativize(file).toString(),
        head.getFirst(),
        words(fields.getOrDefault("options", ""), " "),
        words(fields.getOrDefault("without", ""), ", "),
        fields.getOrDefault("with", ""),
        fields.containsKey("alone"),
        fields.getOrDefault("root", ""),
        fields.getOrDefault("through", ""),
        text);
  }

  private static List<String> words(String text, String between) {
    return Arrays.stream(text.split(between)).filter(word -> !word.isEmpty()).toList();
  }

  /**
   * What stands in front of each: the functions that they share, and a text that one of them needs.
   */
  private static String kit() {
    return "read -r -d '' ESCAPE <<'END'\n" + Escape.text() + "END\n" + text("kit");
  }

  /** A file of that directory. */
  static String text(String name) {
    return text(PLACE.resolve(name));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String group() {
    return name.substring(0, name.indexOf('/'));
  }

  boolean has(String function) {
    return text.contains("\n" + function + "() {");
  }

  /** A program in bash that knows its functions, and ends with {@code last}. */
  String script(String last) {
    return kit() + "\n" + text + "\n" + last + "\n";
  }

  @Override
  public String toString() {
    return name + " " + sentence;
  }
}
