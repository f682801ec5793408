package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import dev.sandboxed.toml.TextRule;
import dev.sandboxed.toml.TomlKey;
import dev.sandboxed.toml.TomlNode;
import dev.sandboxed.toml.TomlSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads where an agent keeps its state, and where the person has theirs. */
final class StateReader {

  private StateReader() {}

  static Optional<AgentDefinition.State> read(TomlSection section) {
    Optional<Located<String>> directory =
        section
            .key("directory", "where the agent keeps its state; each instance has its own")
            .like("\"~/.codex\"")
            .mandatory()
            .text(TextRule.HOME_PATH);
    List<Located<String>> more =
        section
            .key("more", "further directories of its state; the login is in the first")
            .like("[\"$XDG_CACHE_HOME/codex\"]")
            .texts(TextRule.HOME_PATH);
    List<AgentDefinition.Credential> credentials =
        credentials(
            section
                .key("credentials", "the files of your login, which auth.mode shares")
                .like("[{ file = \"auth.json\", expires = \"/tokens/expires_at\" }]"));
    List<AgentDefinition.Seed> seeds =
        section
            .key("seed", "JSON files that a new instance starts with")
            .like("[{ file = \"state.json\", content = '{\"welcomed\": true}' }]")
            .tables("[[state.seed]]", StateReader::seed);
    Optional<AgentDefinition.Login> login = login(section);
    List<AgentDefinition.Moved> moved =
        section
            .key("moved", "places that a variable of yours moves on the host, but not inside")
            .like("[{ variable = \"CODEX_HOME\", place = \"~/.codex\" }]")
            .tables("[[state.moved]]", StateReader::moved);
    return directory.map(
        where -> new AgentDefinition.State(where, more, credentials, seeds, login, moved));
  }

  private static Optional<AgentDefinition.Login> login(TomlSection section) {
    Optional<Located<String>> words =
        section
            .key("login", "what to do while there is no login, which the audit says")
            .like("\"/login inside, once for all projects\"")
            .text(TextRule.ONE_LINE);
    List<String> variables =
        section
            .key("login_variables", "variables that stand for a login; * and ? match")
            .beside("login")
            .like("[\"OPENAI_API_KEY\"]")
            .texts(TextRule.VARIABLE_GLOB)
            .stream()
            .map(Located::value)
            .toList();
    return words.map(said -> new AgentDefinition.Login(said, variables));
  }

  private static List<AgentDefinition.Credential> credentials(TomlKey key) {
    List<AgentDefinition.Credential> credentials = new ArrayList<>();
    credential(key.absentEntryTable());
    for (TomlNode entry : key.textsAndTables(TextRule.RELATIVE_PATH, "a list of files")) {
      if (entry.isTable()) {
        credential(key.entryTable(entry)).ifPresent(credentials::add);
      } else if (entry.isString()) {
        entry
            .text(TextRule.RELATIVE_PATH)
            .map(file -> new AgentDefinition.Credential(file, Optional.empty()))
            .ifPresent(credentials::add);
      } else {
        entry.reportType("a string or a table { file = \"…\", expires = \"/…\" }", "");
      }
    }
    return credentials;
  }

  private static Optional<AgentDefinition.Credential> credential(TomlSection table) {
    Optional<Located<String>> file =
        table
            .key("file", "the file, relative to the directory")
            .like("\"auth.json\"")
            .mandatory()
            .text(TextRule.RELATIVE_PATH);
    Optional<String> expires =
        table
            .key("expires", "a JSON pointer to when the token expires, in milliseconds since 1970")
            .like("\"/tokens/expires_at\"")
            .text(TextRule.JSON_POINTER)
            .map(Located::value);
    boolean replaced =
        table
            .key("replaced", "whether the agent renames a new file over it")
            .flag()
            .map(Located::value)
            .orElse(false);
    String empty =
        table
            .key("empty", "the text of a file without a login")
            .like("\"{}\\n\"")
            .text(TextRule.ANY)
            .map(Located::value)
            .orElse(AgentDefinition.Credential.EMPTY_OBJECT);
    // The agent could lead a directory on the way elsewhere while the launcher writes there.
    file.filter(named -> replaced && named.value().contains("/"))
        .ifPresent(named ->
            table.report(
                "nested-login",
                "a login that is replaced must be in the directory of the state itself, not "
                    + named.value(),
                "name the directory that it is in as the first one"));
    return file.map(named -> new AgentDefinition.Credential(named, expires, replaced, empty));
  }

  private static Optional<AgentDefinition.Seed> seed(TomlSection table) {
    Optional<Located<String>> file =
        table
            .key("file", "the file, relative to the directory")
            .like("\"state.json\"")
            .mandatory()
            .text(TextRule.RELATIVE_PATH);
    String content =
        table
            .key("content", "the JSON object it holds")
            .like("'{\"welcomed\": true}'")
            .text(TextRule.JSON_OBJECT)
            .map(Located::value)
            .orElse("{}");
    Optional<Located<String>> from =
        table
            .key("from", "a JSON file of the host to copy from")
            .beside("copy")
            .like("\"~/.codex/state.json\"")
            .text(TextRule.HOME_PATH);
    List<String> copy =
        table
            .key("copy", "JSON pointers to what is copied; {project} is the project's path")
            .beside("from")
            .like("[\"/theme\"]")
            .texts(TextRule.JSON_POINTER)
            .stream()
            .map(Located::value)
            .toList();
    return file.map(named -> new AgentDefinition.Seed(named, content, from, copy));
  }

  private static Optional<AgentDefinition.Moved> moved(TomlSection table) {
    Optional<Located<String>> variable =
        table
            .key("variable", "the variable that names a directory")
            .like("\"CODEX_HOME\"")
            .mandatory()
            .text(TextRule.VARIABLE);
    Optional<Located<String>> place =
        table
            .key("place", "where it is inside, and on the host without the variable")
            .like("\"~/.codex\"")
            .mandatory()
            .text(TextRule.HOME_PATH);
    Optional<String> below =
        table
            .key("below", "what of that directory it is; all of it by default")
            .like("\".codex\"")
            .text(TextRule.RELATIVE_PATH)
            .map(Located::value);
    return variable.flatMap(
        named -> place.map(where -> new AgentDefinition.Moved(named, where, below)));
  }
}
