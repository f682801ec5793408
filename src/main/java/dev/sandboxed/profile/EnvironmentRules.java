package dev.sandboxed.profile;

import dev.sandboxed.toml.TextRule;
import dev.sandboxed.toml.TomlNode;
import dev.sandboxed.toml.TomlSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code [environment]}, which profiles and agent definitions share. */
final class EnvironmentRules {

  private EnvironmentRules() {}

  static List<EnvironmentRule> read(TomlSection environment) {
    List<EnvironmentRule> rules = new ArrayList<>();
    environment
        .key("pass", "taken from the host at launch; * and ? match")
        .like("[\"AWS_PROFILE\", \"LC_*\"]")
        .texts(TextRule.VARIABLE_GLOB)
        .forEach(glob -> rules.add(new EnvironmentRule.Pass(glob.value(), glob.origin())));
    environment
        .key("set", "constants; they are written into the plan, so no secrets")
        .like("{ EDITOR = \"vim\" }")
        .textsByName(TextRule.VARIABLE, TextRule.ANY, "write set = { NAME = \"value\" }")
        .forEach(variable -> value(variable).ifPresent(rules::add));
    return rules;
  }

  private static Optional<EnvironmentRule> value(TomlNode variable) {
    return variable
        .text(TextRule.ANY)
        .map(value -> new EnvironmentRule.Set(variable.key(), value.value(), value.origin()));
  }
}
