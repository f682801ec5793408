package dev.sandboxed.git;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A git configuration file, as in git-config(1) under "Syntax". Reading stops at anything that git
 * would refuse, and the entries before it count: planting the rest gains nothing.
 *
 * @param entries in the order of the file; each byte of a value is one character
 */
record GitConfig(List<Entry> entries) {

  /**
   * One variable.
   *
   * @param key in lower case except for its middle part, for example {@code
   *     includeif.gitdir:~/x.path}
   */
  record Entry(String key, String value) {}

  GitConfig {
    entries = List.copyOf(entries);
  }

  static GitConfig parse(String text) {
    return new Parser(text).parse();
  }

  /** What {@code GIT_CONFIG_COUNT} and the variables with it say, as in git-config(1). */
  static GitConfig ofEnvironment(Map<String, String> environment) {
    List<Entry> entries = new ArrayList<>();
    // Nothing counts after a number that is left out.
    for (int at = 0; environment.containsKey("GIT_CONFIG_KEY_" + at); at++) {
      String key = environment.getOrDefault("GIT_CONFIG_KEY_" + at, "");
      int section = key.indexOf('.');
      int name = key.lastIndexOf('.');
      if (section > 0) {
        entries.add(
            new Entry(
                key.substring(0, section).toLowerCase(Locale.ROOT)
                    + key.substring(section, name)
                    + key.substring(name).toLowerCase(Locale.ROOT),
                asBytes(environment.getOrDefault("GIT_CONFIG_VALUE_" + at, ""))));
      }
    }
    return new GitConfig(entries);
  }

  /** A character for each byte, as in a file. */
  private static String asBytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** The last value of a key. */
  Optional<String> last(String key) {
    return values(key::equals).stream().reduce((earlier, later) -> later);
  }

  /** All values of the keys that match. */
  List<String> values(Predicate<String> keys) {
    return entries.stream().filter(entry -> keys.test(entry.key())).map(Entry::value).toList();
  }

  private static final class Parser {

    private static final int END = -1;

    // Three bytes in UTF-8.
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

    private final String text;
    private final List<Entry> entries = new ArrayList<>();
    private int at;

    Parser(String text) {
      this.text =
          text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    GitConfig parse() {
      String section = "";
      boolean understood = true;
      while (understood && peek() != END) {
        int next = peek();
        if (Character.isWhitespace(next)) {
          at++;
        } else if (next == '#' || next == ';') {
          skipLine();
        } else if (next == '[') {
          Optional<String> header = section();
          understood = header.isPresent();
          section = header.orElse("");
        } else {
          understood = Character.isLetter(next) && !section.isEmpty() && variable(section);
        }
      }
      return new GitConfig(entries);
    }

    /** {@code [core]}, {@code [remote "origin"]}, and the old {@code [remote.origin]}. */
    private Optional<String> section() {
      at++;
      StringBuilder name = new StringBuilder();
      while (isNameCharacter(peek()) || peek() == '.') {
        name.append(Character.toLowerCase(text.charAt(at++)));
      }
      if (peek() == ' ' || peek() == '\t') {
        skipBlanks();
        if (peek() != '"') {
          return Optional.empty();
        }
        at++;
        name.append('.');
        while (peek() != '"') {
          at += peek() == '\\' ? 1 : 0;
          if (peek() == END || peek() == '\n') {
            return Optional.empty();
          }
          name.append(text.charAt(at++));
        }
        at++;
      }
      if (peek() != ']' || name.isEmpty()) {
        return Optional.empty();
      }
      at++;
      return Optional.of(name.toString());
    }

    private boolean variable(String section) {
      StringBuilder name = new StringBuilder();
      while (isNameCharacter(peek())) {
        name.append(text.charAt(at++));
      }
      skipBlanks();
      Optional<String> value = Optional.of("");
      if (peek() == '=') {
        at++;
        value = value();
      } else if (peek() == '#' || peek() == ';') {
        skipLine();
      } else if (peek() != '\n' && peek() != END && !isReturn()) {
        return false;
      }
      String key = section + "." + name.toString().toLowerCase(Locale.ROOT);
      value.ifPresent(said -> entries.add(new Entry(key, said)));
      return value.isPresent();
    }

    private Optional<String> value() {
      StringBuilder value = new StringBuilder();
      // Blanks count only if something comes after them.
      StringBuilder blanks = new StringBuilder();
      boolean quoted = false;
      skipBlanks();
      while (peek() != END && (peek() != '\n') && (quoted || !isReturn())) {
        char next = text.charAt(at++);
        if (!quoted && (next == '#' || next == ';')) {
          skipLine();
          return Optional.of(value.toString());
        } else if (!quoted && (next == ' ' || next == '\t')) {
          blanks.append(next);
        } else if (next == '"') {
          quoted = !quoted;
        } else {
          value.append(blanks);
          blanks.setLength(0);
          if (next == '\\') {
            Optional<String> meant = escaped();
            if (meant.isEmpty()) {
              return Optional.empty();
            }
            value.append(meant.get());
          } else {
            value.append(next);
          }
        }
      }
      return quoted ? Optional.empty() : Optional.of(value.toString());
    }

    private Optional<String> escaped() {
      if (isReturn()) {
        at++;
      }
      int next = peek();
      at++;
      return switch (next) {
        case '\n' -> Optional.of("");
        case '"', '\\' -> Optional.of(String.valueOf((char) next));
        case 'n' -> Optional.of("\n");
        case 't' -> Optional.of("\t");
        case 'b' -> Optional.of("\b");
        default -> Optional.empty();
      };
    }

    private void skipBlanks() {
      while (peek() == ' ' || peek() == '\t') {
        at++;
      }
    }

    private void skipLine() {
      while (peek() != END && peek() != '\n') {
        at++;
      }
    }

    /** A Windows line ends with both. */
    private boolean isReturn() {
      return peek() == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
    }

    private static boolean isNameCharacter(int character) {
      return (character >= '0' && character <= '9')
          || (character >= 'a' && character <= 'z')
          || (character >= 'A' && character <= 'Z')
          || character == '-';
    }

    private int peek() {
      return at < text.length() ? text.charAt(at) : END;
    }
  }
}
