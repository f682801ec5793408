package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code [filesystem]}, which profiles and agent definitions share. */
final class PathRules {

  private static final String EXPECTED = "a string or a table { path = \"…\", optional = true }";

  private PathRules() {}

  static List<PathRule> read(TomlSection filesystem) {
    List<PathRule> rules = new ArrayList<>();
    for (Access access : List.of(Access.READ, Access.WRITE, Access.DENY, Access.PROTECT)) {
      String key = access.name().toLowerCase(Locale.ROOT);
      for (TomlNode entry : filesystem.entries(key, "a list of paths")) {
        rule(filesystem, entry, access).ifPresent(rules::add);
      }
    }
    return rules;
  }

  private static Optional<PathRule> rule(TomlSection filesystem, TomlNode entry, Access access) {
    if (entry.isTable()) {
      return fromTable(filesystem, entry, access);
    }
    if (!entry.isString()) {
      entry.reportType(EXPECTED, "");
      return Optional.empty();
    }
    return entry.text(ruleFor(access)).map(path -> pathRule(access, path, false));
  }

  private static Optional<PathRule> fromTable(
      TomlSection filesystem, TomlNode entry, Access access) {
    TomlSection table = filesystem.entryTable(entry);
    Optional<Located<String>> path =
        table.requiredNode("path").flatMap(node -> node.text(ruleFor(access)));
    boolean optional = table.flag("optional").map(Located::value).orElse(false);
    return path.map(written -> pathRule(access, written, optional));
  }

  private static PathRule pathRule(Access access, Located<String> path, boolean optional) {
    return new PathRule(access, path.value(), optional, path.origin());
  }

  private static TextRule ruleFor(Access access) {
    return switch (access) {
      case READ, WRITE -> TextRule.PATH;
      case DENY, PROTECT -> TextRule.PATTERN;
    };
  }
}
