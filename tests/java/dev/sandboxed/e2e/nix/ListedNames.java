package dev.sandboxed.e2e.nix;

import dev.sandboxed.e2e.world.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** The names of nixpkgs in {@code tests/nix/nixpkgs-names.toml}. */
record ListedNames(TomlParseResult file) {

  /** What our files get that is not from nixpkgs. */
  private static final Set<String> OURS =
      Set.of(
          "agents",
          "antigravity-sandboxed",
          "callPackage",
          "cfg",
          "claude-sandboxed",
          "config",
          "gemini-sandboxed",
          "jars",
          "jre",
          "lib",
          "mkSandboxed",
          "nixosModule",
          "pkgs",
          "pkgsFor",
          "sandboxed",
          "sandboxedJava",
          "version");

  private static final String NAME = "[A-Za-z_][A-Za-z0-9_'-]*";
  private static final Pattern SELECTED =
      Pattern.compile("\\((%1$s)\\)((?:\\.%1$s)+)".formatted(NAME));
  private static final Pattern INHERITED =
      Pattern.compile(
          "inherit \\((?:\\((%1$s)\\)|(%1$s))((?:\\.%1$s)*)\\)((?: %1$s)+) ?;".formatted(NAME));
  private static final Pattern FORMALS = Pattern.compile("^\\(\\{ ([^{}]*) \\}: ");

  static ListedNames read() {
    try {
      return new ListedNames(
          Toml.parse(Checkout.directory().resolve("tests/nix/nixpkgs-names.toml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Set<String> of(String kind) {
    Set<String> names = new HashSet<>();
    for (String list : new String[] {"read", "unread"}) {
      TomlArray tables = Objects.requireNonNull(file.getArray(list));
      for (int i = 0; i < tables.size(); i++) {
        TomlTable table = tables.getTable(i);
        TomlArray found = table.getArray(kind);
        if (found != null) {
          found.toList().forEach(name -> names.add(String.valueOf(name)));
        }
      }
    }
    return names;
  }

  /**
   * What a file uses and the list lacks.
   *
   * @param parsed the file as {@code nix-instantiate --parse} prints it: there indented strings are
   *     written out, comments are gone, and an older Nix writes {@code inherit} out, too
   */
  Set<String> missingFor(String parsed) {
    Set<String> lib = of("lib");
    Set<String> pkgs = of("pkgs");
    Set<String> missing = new TreeSet<>();
    Matcher selected =
        SELECTED.matcher(
            (parsed + inherited(parsed))
                .replace("(pkgs).lib.", "(lib).")
                .replace("(final).lib.", "(lib)."));
    while (selected.find()) {
      String from = selected.group(1);
      String name = selected.group(2).substring(1);
      switch (from) {
        case "lib" -> check(lib, name, "lib.", missing);
        case "types" -> check(lib, "types." + name, "lib.", missing);
        case "pkgs", "final" -> check(pkgs, name, "pkgs.", missing);
        default -> {
          if (pkgs.contains(from)) {
            check(pkgs, from + "." + name, "pkgs.", missing);
          }
        }
      }
    }
    Matcher formals = FORMALS.matcher(parsed);
    if (formals.find()) {
      for (String formal : formals.group(1).split(", ", -1)) {
        check(pkgs, formal.replaceAll(" \\?.*", ""), "pkgs.", missing);
      }
    }
    return missing;
  }

  /** What is inherited, as it would be written without {@code inherit}. */
  private static String inherited(String parsed) {
    return INHERITED
        .matcher(parsed)
        .results()
        .flatMap(found -> {
          String from = Objects.requireNonNullElse(found.group(1), found.group(2));
          return Stream.of(found.group(4).strip().split(" "))
              .map(name ->
                  " (" + from + ")" + Objects.requireNonNullElse(found.group(3), "") + "." + name);
        })
        .collect(Collectors.joining());
  }

  private static void check(Set<String> listed, String name, String set, Set<String> missing) {
    if (!name.equals("...")
        && !listed.contains(name)
        && !OURS.contains(name.replaceAll("[.].*", ""))) {
      missing.add(set + name);
    }
  }

  /** What is offered and the list lacks. */
  Set<String> unlisted(String kind, Set<String> offered) {
    Set<String> listed = of(kind);
    return offered.stream()
        .filter(name -> !listed.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
