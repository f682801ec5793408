package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import dev.sandboxed.toml.TextRule;
import dev.sandboxed.toml.TomlSection;
import java.util.List;
import java.util.Optional;

/** Reads which files of the person's name others, and which name editors. */
final class FollowReader {

  private FollowReader() {}

  static List<AgentDefinition.Follow> read(TomlSection top) {
    return top.key("follow", "files of yours whose content names others, which come along")
        .like("[{ file = \"~/.codex/AGENTS.md\", imports = true }]")
        .tables("[[follow]]", FollowReader::one);
  }

  static Optional<AgentDefinition.Ide> ide(TomlSection section) {
    Optional<Located<String>> locks =
        section
            .key("locks", "where each editor that the agent can talk to keeps its PORT.lock")
            .like("\"~/.my-agent/ide\"")
            .mandatory()
            .text(TextRule.HOME_PATH);
    Optional<Located<String>> port =
        section
            .key("port", "the variable that tells the agent the port of one of them")
            .like("\"MY_AGENT_EDITOR_PORT\"")
            .mandatory()
            .text(TextRule.VARIABLE);
    return locks.flatMap(
        where -> port.map(variable -> new AgentDefinition.Ide(where, variable.value())));
  }

  private static Optional<AgentDefinition.Follow> one(TomlSection table) {
    Optional<Located<String>> file =
        table
            .key("file", "the file or directory on the host; * matches in a name")
            .like("\"~/.codex/settings.json\"")
            .mandatory()
            .text(TextRule.HOME_PATTERN);
    List<String> commands = pointers(table, "commands", "JSON pointers to commands; * is any key");
    List<String> guards =
        pointers(
            table, "guards", "the same, without which the agent could do more: the launch stops");
    List<String> paths = pointers(table, "paths", "JSON pointers to paths");
    List<String> leftOut =
        pointers(table, "left_out", "JSON pointers to what is not taken over, which you are told");
    String instead =
        table
            .key("instead", "what you can do about that")
            .beside("left_out")
            .like("\"codex mcp add, inside\"")
            .text(TextRule.ONE_LINE)
            .map(Located::value)
            .orElse("");
    boolean imports = flag(table, "imports", "whether it is Markdown that imports by @path");
    boolean links = flag(table, "links", "whether it is a directory whose symlinks come along");
    return file.map(named ->
        new AgentDefinition.Follow(
            named, commands, guards, paths, leftOut, instead, imports, links));
  }

  private static List<String> pointers(TomlSection table, String name, String meaning) {
    return table
        .key(name, meaning)
        .like("[\"/hooks/*/command\"]")
        .texts(TextRule.JSON_POINTER)
        .stream()
        .map(Located::value)
        .toList();
  }

  private static boolean flag(TomlSection table, String name, String meaning) {
    return table.key(name, meaning).flag().map(Located::value).orElse(false);
  }
}
