package dev.sandboxed.golden;

import dev.sandboxed.fixture.Machine;
import dev.sandboxed.nix.store.StorePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * {@code case.toml}. Its keys: {@code about}, {@code profile}, {@code agent}, {@code project},
 * {@code standing}, {@code linked-to}, {@code obeyed} (what git obeys), {@code variables}, {@code
 * editors} (a port and a name each), {@code files} (as {@link dev.sandboxed.fixture.FileTree} reads
 * them), {@code command}, {@code own} ({@code SOURCE at PATH}), {@code tools} (of a store host, by
 * name) and {@code needs} (store paths by the one that needs them).
 */
final class CaseFile {

  private static final Set<String> KEYS =
      Set.of(
          "about",
          "profile",
          "agent",
          "project",
          "standing",
          "linked-to",
          "obeyed",
          "variables",
          "editors",
          "files",
          "command",
          "own",
          "tools",
          "needs");

  private final TomlParseResult toml;

  private CaseFile(TomlParseResult toml) {
    this.toml = toml;
  }

  static CaseFile read(Path path) {
    try {
      TomlParseResult toml = Toml.parse(path);
      if (toml.hasErrors() || !KEYS.containsAll(toml.keySet())) {
        throw new AssertionError(path + ": " + toml.errors() + ", keys " + toml.keySet());
      }
      return new CaseFile(toml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(toml.getString(key));
  }

  List<String> texts(String key) {
    return texts(toml.getArray(key));
  }

  private static List<String> texts(@Nullable TomlArray array) {
    return array == null ? List.of() : array.toList().stream().map(String.class::cast).toList();
  }

  List<String> needs(StorePath path) {
    TomlTable needs = toml.getTable("needs");
    return needs == null ? List.of() : texts(needs.getArray(List.of(path.path())));
  }

  Machine machine() {
    TomlTable tools = toml.getTable("tools");
    Machine machine = tools == null ? Machine.withUsr() : Machine.withStore(paths(tools));
    text("project").ifPresent(machine::project);
    text("standing").ifPresent(machine::standingIn);
    text("linked-to").ifPresent(machine::linkedTo);
    return machine
        .editing(texts("editors").toArray(String[]::new))
        .obeying(texts("obeyed").toArray(String[]::new))
        .variables(texts("variables").toArray(String[]::new));
  }

  private static Map<String, Path> paths(TomlTable table) {
    Map<String, Path> paths = new TreeMap<>();
    for (String name : table.keySet()) {
      paths.put(name, Path.of(String.valueOf(table.getString(List.of(name)))));
    }
    return paths;
  }
}
