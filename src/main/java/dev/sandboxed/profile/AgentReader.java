package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import java.util.List;
import java.util.Optional;

/** Reads one agent definition. */
final class AgentReader {

  private static final String SMALLEST = "command = [\"my-agent\"]";

  private AgentReader() {}

  static Reading<AgentDefinition> read(String name, String path, String text) {
    TomlFile file = new TomlFile("agent", name, path, text);
    file.requireContent(SMALLEST);
    AgentDefinition agent = agent(name, path, file);
    return new Reading<>(agent, file.problems());
  }

  /** Every key an agent definition may hold. */
  static AcceptedKeys accepted() {
    TomlFile file = new TomlFile("agent", "", "", "");
    agent("", "", file);
    return file.accepted();
  }

  private static AgentDefinition agent(String name, String path, TomlFile file) {
    TomlSection top = file.top();
    String description =
        top.key("description", "for people")
            .like("\"Codex CLI\"")
            .text(TextRule.ONE_LINE)
            .map(Located::value)
            .orElse("");
    return new AgentDefinition(
        name,
        path,
        description,
        command(file, top),
        install(top.table("install")),
        state(top.table("state")),
        layer(file.layer(), top));
  }

  private static Located<List<String>> command(TomlFile file, TomlSection top) {
    List<Located<String>> words =
        top.key("command", "the program, looked up on PATH, and its first arguments")
            .like("[\"codex\"]")
            .mandatory()
            .texts(TextRule.NOT_EMPTY);
    Origin origin = file.origin(top.positionOf("command"));
    return new Located<>(words.stream().map(Located::value).toList(), origin);
  }

  private static Optional<AgentDefinition.Install> install(TomlSection section) {
    AgentDefinition.Install install =
        new AgentDefinition.Install(
            text(
                section
                    .key("npm", "the package to install where the program is missing")
                    .like("\"@openai/codex\""),
                TextRule.NPM_PACKAGE),
            text(
                section.key("version", "exact: no range, no latest").like("\"0.50.0\""),
                TextRule.EXACT_VERSION),
            text(
                section
                    .key("program", "the program below the installation; {arch} is x64 or arm64")
                    .like("\"node_modules/@openai/codex/bin/codex.js\""),
                TextRule.RELATIVE_PATH));
    return section.present() ? Optional.of(install) : Optional.empty();
  }

  /** A text that must be there; what stands in for one that is not is never used. */
  private static String text(TomlKey key, TextRule rule) {
    return key.mandatory().text(rule).map(Located::value).orElse("");
  }

  private static Optional<AgentDefinition.State> state(TomlSection section) {
    Optional<Located<String>> directory =
        section
            .key("directory", "where the agent keeps its state; each instance has its own")
            .like("\"~/.codex\"")
            .mandatory()
            .text(TextRule.HOME_PATH);
    List<Located<String>> credentials =
        section
            .key("credentials", "the files of your login, which auth.mode shares")
            .like("[\"auth.json\"]")
            .texts(TextRule.RELATIVE_PATH);
    return directory.map(where -> new AgentDefinition.State(where, credentials));
  }

  private static Layer layer(String name, TomlSection top) {
    return new Layer(
        name,
        NetworkWish.SILENT,
        PathRules.read(top.table("filesystem")),
        EnvironmentRules.read(top.table("environment")),
        List.of(),
        DevShellWish.SILENT,
        Optional.empty(),
        Optional.empty());
  }
}
