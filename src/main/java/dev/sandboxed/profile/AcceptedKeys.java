package dev.sandboxed.profile;

import static java.util.stream.Collectors.joining;

import dev.sandboxed.problem.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys one kind of file may hold, by table; the top level is the table {@code ""}. A reader
 * fills it by asking for keys, whether or not the file has them: what is asked for is what is
 * accepted, and there is no second list to keep in step.
 */
final class AcceptedKeys {

  static final String TOP = "";

  private final Map<String, Set<String>> keysByTable = new LinkedHashMap<>();

  void addTable(String table) {
    keysByTable.computeIfAbsent(table, _ -> new LinkedHashSet<>());
  }

  void addKey(String table, String key) {
    addTable(table);
    keysIn(table).add(key);
  }

  boolean accepts(String table, String key) {
    return keysIn(table).contains(key);
  }

  /** What to do about a key that is not accepted. */
  String hint(String table, String key) {
    List<String> homes = tables().stream().filter(other -> keysIn(other).contains(key)).toList();
    if (!homes.isEmpty()) {
      String places = homes.stream().map(home -> "[" + home + "]").collect(joining(" or "));
      return Quoted.of(key) + " belongs in " + places;
    }
    return Suggestion.nearest(key, keysIn(table))
        .map(word -> "did you mean " + shown(table, word) + "?")
        .orElseGet(() -> "allowed: " + allShown(table));
  }

  /** Every accepted key as people write it with dots, for example {@code network.tier}. */
  List<String> dotted() {
    List<String> all = new ArrayList<>();
    keysByTable.forEach((table, keys) ->
        keys.stream()
            .map(key -> table.equals(TOP) ? key : table + "." + key)
            .filter(key -> !keysByTable.containsKey(key))
            .forEach(all::add));
    return all;
  }

  private List<String> tables() {
    // A dot marks the entries of a list, which are no tables of their own.
    return keysByTable.keySet().stream()
        .filter(table -> !table.equals(TOP) && table.indexOf('.') < 0)
        .toList();
  }

  private Set<String> keysIn(String table) {
    return keysByTable.getOrDefault(table, Set.of());
  }

  private String allShown(String table) {
    return keysIn(table).stream().map(word -> shown(table, word)).collect(joining(", "));
  }

  private String shown(String table, String word) {
    return table.equals(TOP) && tables().contains(word) ? "[" + word + "]" : word;
  }
}
