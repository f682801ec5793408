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

  static AgentDefinition agent(String name, String path, TomlFile file) {
    TomlSection top = file.top();
    String description = top.text("description", TextRule.ONE_LINE).map(Located::value).orElse("");
    return new AgentDefinition(
        name,
        path,
        description,
        command(file, top),
        install(top.table("install")),
        state(top.table("state")),
        notes(top.table("notes")),
        layer(file.layer(), top));
  }

  private static Located<List<String>> command(TomlFile file, TomlSection top) {
    top.requiredNode("command");
    List<Located<String>> words = top.texts("command", TextRule.NOT_EMPTY);
    Origin origin = file.origin(top.positionOf("command"));
    return new Located<>(words.stream().map(Located::value).toList(), origin);
  }

  private static Optional<AgentDefinition.Install> install(TomlSection section) {
    AgentDefinition.Install install =
        new AgentDefinition.Install(
            section.requiredText("npm", TextRule.NPM_PACKAGE),
            section.requiredText("version", TextRule.EXACT_VERSION),
            section.requiredText("program", TextRule.RELATIVE_PATH));
    return section.present() ? Optional.of(install) : Optional.empty();
  }

  private static Optional<AgentDefinition.State> state(TomlSection section) {
    Optional<Located<String>> directory =
        section.requiredNode("directory").flatMap(node -> node.text(TextRule.HOME_PATH));
    List<AgentDefinition.Credential> credentials =
        section.entries("credentials", "a list of files").stream()
            .flatMap(entry -> credential(section, entry).stream())
            .toList();
    List<AgentDefinition.Seed> seeds =
        section.entries("seed", "a list of tables").stream()
            .flatMap(entry -> seed(section, entry).stream())
            .toList();
    return directory.map(where -> new AgentDefinition.State(where, credentials, seeds));
  }

  private static Optional<AgentDefinition.Credential> credential(
      TomlSection section, TomlNode entry) {
    if (entry.isTable()) {
      TomlSection table = section.entryTable(entry);
      Optional<Located<String>> file = file(table);
      Optional<String> expires = table.text("expires", TextRule.JSON_POINTER).map(Located::value);
      return file.map(named -> new AgentDefinition.Credential(named, expires));
    }
    if (!entry.isString()) {
      entry.reportType("a string or a table { file = \"…\", expires = \"/…\" }", "");
      return Optional.empty();
    }
    return entry
        .text(TextRule.RELATIVE_PATH)
        .map(file -> new AgentDefinition.Credential(file, Optional.empty()));
  }

  private static Optional<AgentDefinition.Seed> seed(TomlSection section, TomlNode entry) {
    if (!entry.isTable()) {
      entry.reportType("a table, as [[state.seed]]", "");
      return Optional.empty();
    }
    TomlSection table = section.entryTable(entry);
    Optional<Located<String>> file = file(table);
    String content = table.text("content", TextRule.JSON_OBJECT).map(Located::value).orElse("{}");
    Optional<Located<String>> from = table.text("from", TextRule.HOME_PATH);
    List<String> copy =
        table.texts("copy", TextRule.JSON_POINTER).stream().map(Located::value).toList();
    return file.map(named -> new AgentDefinition.Seed(named, content, from, copy));
  }

  private static Optional<Located<String>> file(TomlSection table) {
    return table.requiredNode("file").flatMap(node -> node.text(TextRule.RELATIVE_PATH));
  }

  private static Optional<Located<String>> notes(TomlSection section) {
    return section.requiredNode("path").flatMap(node -> node.text(TextRule.HOME_PATH));
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
        Optional.empty(),
        Optional.empty());
  }
}
