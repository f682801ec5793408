package dev.sandboxed.toml;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where tables and lists stand in a TOML text. It knows as much of TOML as is needed for that: a
 * parser says what a file means, and not where a list ends.
 */
final class TomlLexer {

  /**
   * A list.
   *
   * @param begin where its bracket is
   * @param lastEnd behind its last element or the comma of that, or behind the bracket
   * @param end where the closing bracket is
   */
  record Value(int begin, int lastEnd, int end) {}

  private final String text;
  private final Map<String, Integer> headers = new HashMap<>();
  private final Map<String, Value> values = new HashMap<>();
  private int at;

  TomlLexer(String text) {
    this.text = text;
    String table = "";
    while (at < text.length()) {
      blank();
      int begin = at;
      if (is('[')) {
        endOfLine();
        table = text.substring(begin, at).replaceFirst("#.*", "").strip();
        headers.putIfAbsent(table, begin);
      } else if (at < text.length()) {
        entry(table);
      }
      at++;
    }
  }

  /** Where a table's header is. */
  Optional<Integer> header(String table) {
    return Optional.ofNullable(headers.get("[" + table + "]"));
  }

  /** Where the list under a key of a table is. */
  Optional<Value> value(String table, String key) {
    return Optional.ofNullable(values.get("[" + table + "]" + key));
  }

  private void entry(String table) {
    int begin = at;
    while (at < text.length() && !is('=') && !is('\n') && !is('#')) {
      string();
      at++;
    }
    String key = text.substring(begin, Math.min(at, text.length())).strip();
    if (is('=')) {
      at++;
      blank();
      if (is('[')) {
        values.put(table + key, list());
      }
    }
    endOfLine();
  }

  private Value list() {
    int begin = at;
    int last = at + 1;
    int depth = 0;
    for (; at < text.length(); at++) {
      if (is('#')) {
        endOfLine();
        continue;
      }
      if (is('[') || is('{')) {
        depth++;
      } else if (is(']') || is('}')) {
        depth--;
      } else {
        string();
      }
      if (depth == 0) {
        break;
      }
      if (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
        last = at + 1;
      }
    }
    return new Value(begin, last, at);
  }

  /** From the quote that begins a string to the one that ends it. */
  private void string() {
    if (!is('"') && !is('\'')) {
      return;
    }
    String quote = text.substring(at, at + 1);
    String end = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
    at += end.length();
    while (at < text.length() && !text.startsWith(end, at)) {
      at += quote.equals("\"") && is('\\') ? 2 : 1;
    }
    at = Math.min(at + end.length() - 1, text.length());
  }

  private void blank() {
    while (at < text.length() && (is(' ') || is('\t') || is('\r') || is('\n'))) {
      at++;
    }
    if (is('#')) {
      endOfLine();
      blank();
    }
  }

  /**
   * Behind a value, so no string is there except in a comment; a list of tables has one in its way.
   */
  private void endOfLine() {
    while (at < text.length() && !is('\n')) {
      if (is('#')) {
        at = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
        return;
      }
      string();
      at++;
    }
  }

  private boolean is(char one) {
    return at < text.length() && text.charAt(at) == one;
  }
}
