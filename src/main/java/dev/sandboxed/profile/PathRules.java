package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import dev.sandboxed.toml.TextRule;
import dev.sandboxed.toml.TomlKey;
import dev.sandboxed.toml.TomlNode;
import dev.sandboxed.toml.TomlSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code [filesystem]}, which profiles and agent definitions share. */
final class PathRules {

  private static final String EXPECTED = "a string or a table { path = \"…\", optional = true }";

  private final boolean ofFiles;
  private final List<PathRule> rules = new ArrayList<>();

  /**
   * Reads nothing yet.
   *
   * @param ofFiles whether a path may be a file, which can be shown in part
   */
  private PathRules(boolean ofFiles) {
    this.ofFiles = ofFiles;
  }

  static List<PathRule> read(TomlSection filesystem) {
    PathRules paths = new PathRules(true);
    paths.read(
        filesystem
            .key("read", "visible, read-only")
            .called("readable")
            .like("[\"~/shared-docs\", { path = \"~/.config/gh\", optional = true }]"),
        Access.READ,
        TextRule.PATH);
    paths.read(
        filesystem
            .key("write", "visible, writable")
            .called("writable")
            .like("[\"$XDG_CACHE_HOME/go-build\"]"),
        Access.WRITE,
        TextRule.PATH);
    paths.read(
        filesystem
            .key("deny", "masked: there, but its content is not")
            .called("masked")
            .like("[\"secrets\", \"**/*.pem\"]"),
        Access.DENY,
        TextRule.PATTERN);
    paths.read(
        filesystem
            .key("protect", "visible, and read-only even inside something writable")
            .called("read-only")
            .like("[\".github\", \"config/*.toml\"]"),
        Access.PROTECT,
        TextRule.PATTERN);
    paths.read(
        filesystem
            .key("devices", "devices of this machine, visible and usable")
            .like("[\"/dev/kvm\", { path = \"/dev/dri\", optional = true }]"),
        Access.DEVICE,
        TextRule.PATH);
    return paths.rules;
  }

  /** Reads the directories of one key, which are visible. */
  static List<PathRule> directories(TomlKey key) {
    PathRules paths = new PathRules(false);
    paths.read(key, Access.READ, TextRule.PATH);
    return paths.rules;
  }

  private void read(TomlKey key, Access access, TextRule rule) {
    fromTable(key, key.absentEntryTable(), access, rule);
    for (TomlNode entry : key.textsAndTables(rule, "a list of paths")) {
      if (entry.isTable()) {
        fromTable(key, key.entryTable(entry), access, rule);
      } else if (entry.isString()) {
        entry
            .text(rule)
            .ifPresent(
                path -> add(key, rule(access, path, false, PathRule.Spared.NOTHING, List.of())));
      } else {
        entry.reportType(EXPECTED, "");
      }
    }
  }

  private void fromTable(TomlKey key, TomlSection table, Access access, TextRule rule) {
    Optional<Located<String>> path =
        table.key("path", "the path").like("\"~/shared-docs\"").mandatory().text(rule);
    boolean optional = flag(table, "optional", "whether a missing path is fine");
    PathRule.Spared spared =
        access == Access.DENY || access == Access.PROTECT
            ? spared(table, access)
            : PathRule.Spared.NOTHING;
    List<String> masks = ofFiles && access == Access.READ ? masks(table) : List.of();
    path.ifPresent(written -> add(key, rule(access, written, optional, spared, masks)));
  }

  private static List<String> masks(TomlSection table) {
    return table
        .key("mask", "a regular expression, whose groups are replaced in what the file shows")
        .like("\"_authToken=(.*)\"")
        .text(TextRule.MASK)
        .map(Located::value)
        .stream()
        .toList();
  }

  private static PathRule.Spared spared(TomlSection table, Access access) {
    boolean directories = flag(table, "files", "whether a directory of that name is left alone");
    boolean certificates =
        access == Access.DENY
            && flag(
                table, "keys", "whether a file that holds certificates and no key is left alone");
    List<String> names =
        table
            .key("except", "names that the pattern leaves alone")
            .like("[\"*.example\"]")
            .texts(TextRule.NAME_PATTERN)
            .stream()
            .map(Located::value)
            .toList();
    return new PathRule.Spared(directories, certificates, names);
  }

  private static boolean flag(TomlSection table, String key, String meaning) {
    return table.key(key, meaning).flag().map(Located::value).orElse(false);
  }

  private static PathRule rule(
      Access access,
      Located<String> path,
      boolean optional,
      PathRule.Spared spared,
      List<String> masks) {
    return new PathRule(access, path.value(), optional, spared, masks, path.origin());
  }

  private void add(TomlKey key, PathRule rule) {
    List<String> left = new ArrayList<>(rule.spared().names());
    if (rule.spared().directories()) {
      left.add("directories");
    }
    if (rule.spared().certificates()) {
      left.add("files of certificates");
    }
    String but = left.isEmpty() ? "" : " except " + String.join(", ", left);
    String part = rule.masks().isEmpty() ? "" : " without " + String.join(", ", rule.masks());
    key.say(
        rule.pattern(),
        rule.pattern() + (rule.optional() ? " (optional)" : "") + but + part,
        rule.origin());
    rules.add(rule);
  }
}
