package dev.sandboxed.cli.shell;

import java.util.List;
import java.util.stream.Collectors;

/** Text for man(1): roff with the macros of man(7). */
final class Roff {

  private final StringBuilder text = new StringBuilder();

  /**
   * The title, which comes first.
   *
   * @param date for example 2026-01-31
   */
  Roff title(String name, String section, String date, String version) {
    text.append(".TH ").append(name).append(' ').append(section).append(' ').append(date);
    text.append(" \"").append(version).append("\"\n");
    return this;
  }

  /** A macro with its arguments. */
  Roff macro(String name, String... arguments) {
    text.append('.').append(name);
    for (String argument : arguments) {
      text.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
    }
    text.append('\n');
    return this;
  }

  /** A line of running text. */
  Roff line(String line) {
    String escaped = escaped(line);
    // At the start of a line these two would make it a request.
    text.append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "");
    text.append(escaped).append('\n');
    return this;
  }

  /** Lines that stay as they are. */
  Roff literal(List<String> lines) {
    macro("nf");
    lines.forEach(this::line);
    return macro("fi");
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** Escapes hyphens too: otherwise they are typeset as a character that cannot be pasted. */
  private static String escaped(String plain) {
    return plain
        .codePoints()
        .mapToObj(codePoint ->
            switch (codePoint) {
              case '\\' -> "\\e";
              case '-' -> "\\-";
              default ->
                  codePoint < 0x80
                      ? Character.toString(codePoint)
                      : String.format("\\[u%04X]", codePoint);
            })
        .collect(Collectors.joining());
  }
}
