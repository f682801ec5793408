package dev.sandboxed.toml;

import static java.util.stream.Collectors.joining;

import dev.sandboxed.problem.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys one kind of file may hold, by table; the top level is the table {@code ""}. A reader
 * fills this by asking for keys, whether or not the file has them: what is asked for is what is
 * accepted, in the shape it is asked for, and there is no second list to keep in step.
 */
public final class AcceptedKeys {

  public static final String TOP = "";

  private final Map<String, Map<String, AcceptedKey>> keysByTable = new LinkedHashMap<>();

  void addTable(String table) {
    keysByTable.computeIfAbsent(table, _ -> new LinkedHashMap<>());
  }

  void addKey(String table, String key, AcceptedKey asked) {
    addTable(table);
    keysIn(table).put(key, asked);
  }

  boolean accepts(String table, String key) {
    return keysIn(table).containsKey(key);
  }

  /** The keys of a table, in the order they were asked for. */
  public Map<String, AcceptedKey> keysIn(String table) {
    return keysByTable.getOrDefault(table, Map.of());
  }

  /** What to do about a key that is not accepted. */
  String hint(String table, String key) {
    if (!table.equals(TOP) && keysIn(TOP).containsKey(key)) {
      return "move it above the first table: what stands below [" + table + "] belongs to it";
    }
    List<String> homes = tables().stream().filter(other -> keysIn(other).containsKey(key)).toList();
    if (!homes.isEmpty()) {
      String places = homes.stream().map(home -> "[" + home + "]").collect(joining(" or "));
      return Quoted.of(key) + " belongs in " + places;
    }
    return Suggestion.nearest(key, keysIn(table).keySet())
        .map(word -> "did you mean " + shown(table, word) + "?")
        .orElseGet(() -> "allowed: " + allShown(table));
  }

  /** Every accepted key as people write it with dots, for example {@code network.tier}. */
  public List<String> dotted() {
    List<String> all = new ArrayList<>();
    keysIn(TOP)
        .forEach((key, asked) -> {
          if (asked.shape() instanceof Shape.Table table) {
            keysIn(table.name()).keySet().forEach(inside -> all.add(table.name() + "." + inside));
          } else if (asked.shape() instanceof Shape.TablesByName tables) {
            String before = key + "." + Shape.TablesByName.ANY + ".";
            keysIn(tables.table().name()).keySet().forEach(inside -> all.add(before + inside));
          } else {
            all.add(key);
          }
        });
    return all;
  }

  private List<String> tables() {
    // A dot marks the entries of a list, which are not tables of their own.
    return keysByTable.keySet().stream()
        .filter(table -> !table.equals(TOP) && table.indexOf('.') < 0)
        .toList();
  }

  private String allShown(String table) {
    return keysIn(table).keySet().stream().map(word -> shown(table, word)).collect(joining(", "));
  }

  private String shown(String table, String word) {
    return table.equals(TOP) && tables().contains(word) ? "[" + word + "]" : word;
  }
}
