package dev.sandboxed.profile.text;

import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileReader;
import dev.sandboxed.toml.AcceptedKey;
import dev.sandboxed.toml.AcceptedKeys;
import dev.sandboxed.toml.Shape;
import dev.sandboxed.toml.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What profiles say, key by key. The keys are those that the reader asks for, so whoever shows a
 * profile through this misses none.
 */
public final class ProfileStatements {

  /**
   * All that is said under one key.
   *
   * @param key as people write it, for example {@code network.tier}
   * @param statements those that count
   */
  public record OfKey(String key, AcceptedKey asked, List<Statement> statements) {
    public OfKey {
      statements = List.copyOf(statements);
    }
  }

  private ProfileStatements() {}

  /**
   * The keys of tables that any profile of a chain sets, in the order of the template.
   *
   * @param chain base first
   */
  public static List<OfKey> of(List<Profile> chain) {
    AcceptedKeys accepted = ProfileReader.accepted();
    List<OfKey> said = new ArrayList<>();
    accepted
        .keysIn(AcceptedKeys.TOP)
        .forEach((_, top) -> {
          if (top.shape() instanceof Shape.Table table) {
            accepted
                .keysIn(table.name())
                .forEach((key, asked) -> {
                  List<Statement> counting = counting(chain, table.name(), key, asked);
                  if (!counting.isEmpty()) {
                    said.add(new OfKey(table.name() + "." + key, asked, counting));
                  }
                });
          } else if (top.shape() instanceof Shape.TablesByName tables) {
            named(chain, accepted.keysIn(tables.table().name()), tables.table().name(), said);
          }
        });
    return said;
  }

  /** Of tables with one name, the last counts alone. */
  private static void named(
      List<Profile> chain, Map<String, AcceptedKey> keys, String table, List<OfKey> said) {
    Map<String, List<Statement>> byTable = new LinkedHashMap<>();
    for (Profile profile : chain) {
      byTable.putAll(
          profile.statements().stream()
              .filter(statement -> statement.table().startsWith(table + "."))
              .collect(
                  Collectors.groupingBy(
                      Statement::table, LinkedHashMap::new, Collectors.toList())));
    }
    byTable.forEach((name, statements) ->
        keys.forEach((key, asked) -> {
          List<Statement> own =
              statements.stream().filter(statement -> statement.key().equals(key)).toList();
          if (!own.isEmpty()) {
            said.add(new OfKey(name + "." + key, asked, own));
          }
        }));
  }

  private static List<Statement> counting(
      List<Profile> chain, String table, String key, AcceptedKey asked) {
    Map<String, Statement> bySubject = new LinkedHashMap<>();
    for (Profile profile : chain) {
      List<Statement> own =
          profile.statements().stream()
              .filter(said -> said.table().equals(table) && said.key().equals(key))
              .toList();
      if (!own.isEmpty() && !asked.addsUp()) {
        bySubject.clear();
      }
      own.forEach(said -> bySubject.put(said.subject(), said));
    }
    return List.copyOf(bySubject.values());
  }
}
