package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code [environment]}, which profiles and agent definitions share. */
final class EnvironmentRules {

  private EnvironmentRules() {}

  static List<EnvironmentRule> read(TomlSection environment) {
    List<EnvironmentRule> rules = new ArrayList<>();
    for (Located<String> glob : environment.texts("pass", TextRule.VARIABLE_GLOB)) {
      rules.add(new EnvironmentRule.Pass(glob.value(), glob.origin()));
    }
    environment
        .node("set")
        .map(node -> node.ownEntries(TextRule.VARIABLE, "write set = { NAME = \"value\" }"))
        .orElse(List.of())
        .forEach(variable -> value(variable).ifPresent(rules::add));
    return rules;
  }

  private static Optional<EnvironmentRule> value(TomlNode variable) {
    return variable
        .text(TextRule.ANY)
        .map(value -> new EnvironmentRule.Set(variable.key(), value.value(), value.origin()));
  }
}
