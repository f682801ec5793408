package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import dev.sandboxed.toml.TextRule;
import dev.sandboxed.toml.TomlKey;
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
        .called("passed")
        .like("[\"AWS_PROFILE\", \"LC_*\"]")
        .texts(TextRule.VARIABLE_GLOB)
        .forEach(glob -> rules.add(new EnvironmentRule.Pass(glob.value(), glob.origin())));
    PathRules.directories(
            environment
                .key("path", "directories of programs: visible, and in front of PATH")
                .called("on PATH")
                .like("[\"~/.cargo/bin\"]"))
        .forEach(entry ->
            rules.add(
                new EnvironmentRule.Programs(entry.pattern(), entry.optional(), entry.origin())));
    TomlKey set =
        environment
            .key("set", "constants; they are written into the plan, so no secrets")
            .like("{ EDITOR = \"vim\" }");
    set.textsByName(TextRule.VARIABLE, TextRule.ANY, "write set = { NAME = \"value\" }")
        .forEach(variable -> value(set, variable).ifPresent(rules::add));
    return rules;
  }

  private static Optional<EnvironmentRule> value(TomlKey set, TomlNode variable) {
    Optional<Located<String>> value = variable.text(TextRule.ANY);
    value.ifPresent(
        text -> set.say(variable.key(), variable.key() + "=" + text.value(), text.origin()));
    return value.map(text -> new EnvironmentRule.Set(variable.key(), text.value(), text.origin()));
  }
}
