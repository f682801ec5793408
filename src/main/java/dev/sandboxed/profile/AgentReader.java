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
        notes(top.table("notes")),
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
    TomlKey credentials =
        section
            .key(
                "credentials",
                "the files of your login, which auth.mode shares; a table, as below, also says when"
                    + " it ends")
            .like("[\"auth.json\"]");
    TomlKey seeds =
        section
            .key("seed", "JSON files that a new instance starts with")
            .like("[{ file = \"state.json\", content = '{\"welcomed\": true}' }]");
    credential(credentials.absentEntryTable());
    seed(seeds.absentEntryTable());
    List<AgentDefinition.Credential> files =
        credentials.textsAndTables(TextRule.RELATIVE_PATH, "a list of files").stream()
            .flatMap(entry -> credential(credentials, entry).stream())
            .toList();
    List<AgentDefinition.Seed> seeded =
        seeds.tables("a list of tables").stream()
            .flatMap(entry -> seed(seeds, entry).stream())
            .toList();
    return directory.map(where -> new AgentDefinition.State(where, files, seeded));
  }

  private static Optional<AgentDefinition.Credential> credential(TomlKey key, TomlNode entry) {
    if (entry.isTable()) {
      return credential(key.entryTable(entry));
    }
    if (!entry.isString()) {
      entry.reportType("a string or a table { file = \"…\", expires = \"/…\" }", "");
      return Optional.empty();
    }
    return entry
        .text(TextRule.RELATIVE_PATH)
        .map(file -> new AgentDefinition.Credential(file, Optional.empty()));
  }

  private static Optional<AgentDefinition.Credential> credential(TomlSection table) {
    Optional<Located<String>> file = file(table);
    Optional<String> expires =
        table
            .key("expires", "a JSON pointer to when the token ends, in milliseconds since 1970")
            .text(TextRule.JSON_POINTER)
            .map(Located::value);
    return file.map(named -> new AgentDefinition.Credential(named, expires));
  }

  private static Optional<AgentDefinition.Seed> seed(TomlKey key, TomlNode entry) {
    if (!entry.isTable()) {
      entry.reportType("a table, as [[state.seed]]", "");
      return Optional.empty();
    }
    return seed(key.entryTable(entry));
  }

  private static Optional<AgentDefinition.Seed> seed(TomlSection table) {
    Optional<Located<String>> file = file(table);
    String content =
        table
            .key("content", "a JSON object that the file starts with")
            .text(TextRule.JSON_OBJECT)
            .map(Located::value)
            .orElse("{}");
    Optional<Located<String>> from =
        table.key("from", "the host's file that copy takes from").text(TextRule.HOME_PATH);
    List<String> copy =
        table
            .key("copy", "JSON pointers into from; {project} is the project's path")
            .texts(TextRule.JSON_POINTER)
            .stream()
            .map(Located::value)
            .toList();
    return file.map(named -> new AgentDefinition.Seed(named, content, from, copy));
  }

  private static Optional<Located<String>> file(TomlSection table) {
    return table.key("file", "below state.directory").mandatory().text(TextRule.RELATIVE_PATH);
  }

  private static Optional<Located<String>> notes(TomlSection section) {
    return section
        .key("path", "where the agent reads instructions by itself: there it is told what it is in")
        .like("\"/etc/my-agent/instructions.md\"")
        .mandatory()
        .text(TextRule.HOME_PATH);
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
