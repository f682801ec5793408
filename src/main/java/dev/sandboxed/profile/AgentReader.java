package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.toml.AcceptedKeys;
import dev.sandboxed.toml.TextRule;
import dev.sandboxed.toml.TomlFile;
import dev.sandboxed.toml.TomlKey;
import dev.sandboxed.toml.TomlNode;
import dev.sandboxed.toml.TomlSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one agent definition. */
public final class AgentReader {

  private static final String SMALLEST = "command = [\"my-agent\"]";

  private AgentReader() {}

  public static Reading<AgentDefinition> read(String name, String path, String text) {
    TomlFile file = new TomlFile("agent", name, path, text);
    file.requireContent(SMALLEST);
    AgentDefinition agent = agent(name, path, file);
    return new Reading<>(agent, file.problems());
  }

  /** Every key an agent definition may hold. */
  public static AcceptedKeys accepted() {
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
    Located<List<String>> command = command(file, top);
    List<String> steeredBy = steeredBy(top);
    AgentDefinition.Managed managed = managed(top);
    return new AgentDefinition(
        name,
        path,
        description,
        new AgentDefinition.Program(command, steeredBy, install(top.table("install"))),
        state(top.table("state")),
        notes(top.table("notes")),
        managed,
        FollowReader.read(top),
        afterwards(top.table("afterwards")),
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

  private static List<String> steeredBy(TomlSection top) {
    return top
        .key("steered_by", "variables that steer the agent; no dev shell sets them; * and ? match")
        .like("[\"CODEX_*\"]")
        .texts(TextRule.VARIABLE_GLOB)
        .stream()
        .map(Located::value)
        .toList();
  }

  private static Optional<AgentDefinition.Install> install(TomlSection section) {
    AgentDefinition.Install install =
        new AgentDefinition.Install(
            text(
                section
                    .key(
                        "npm",
                        "the package to install if the program is missing; {arch} is x64 or arm64")
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

  /** A text that must be there; the placeholder for a missing one is never used. */
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
            .tables("[[state.seed]]", AgentReader::seed);
    Optional<AgentDefinition.Login> login = login(section);
    return directory.map(
        where -> new AgentDefinition.State(where, more, credentials, seeds, login));
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
            .like("\"~/.codex/state.json\"")
            .text(TextRule.HOME_PATH);
    List<String> copy =
        table
            .key("copy", "JSON pointers to what is copied; {project} is the project's path")
            .like("[\"/theme\"]")
            .texts(TextRule.JSON_POINTER)
            .stream()
            .map(Located::value)
            .toList();
    return file.map(named -> new AgentDefinition.Seed(named, content, from, copy));
  }

  private static Optional<Located<String>> notes(TomlSection section) {
    return section
        .key("path", "where the agent reads instructions by itself, and reads about its sandbox")
        .like("\"/etc/my-agent/instructions.md\"")
        .mandatory()
        .text(TextRule.HOME_PATH);
  }

  private static AgentDefinition.Afterwards afterwards(TomlSection section) {
    return new AgentDefinition.Afterwards(
        section
            .key("again", "the exit status with which the agent asks to be started again")
            .like("199")
            .number(1, 255)
            .map(Located::value),
        section
            .key("sessions", "the files of its sessions, below its state; * and ? match")
            .like("\"sessions/*.jsonl\"")
            .text(TextRule.RELATIVE_PATH)
            .map(Located::value),
        section
            .key("resume", "the arguments that resume the newest; {session} is its file's name")
            .like("[\"resume\", \"{session}\"]")
            .texts(TextRule.NOT_EMPTY)
            .stream()
            .map(Located::value)
            .toList());
  }

  private static AgentDefinition.Managed managed(TomlSection top) {
    return new AgentDefinition.Managed(
        managedRules(top),
        top.key("managed_unheeded", "why the agent does not obey them inside, if it does not")
            .like("\"it obeys only files that belong to root\"")
            .text(TextRule.ONE_LINE));
  }

  private static List<PathRule> managedRules(TomlSection top) {
    return top
        .key("managed", "an organization's rules for the agent; they are shown, read-only")
        .like("[\"/etc/codex/managed_config.toml\"]")
        .texts(TextRule.ABSOLUTE_PATTERN)
        .stream()
        .map(path -> new PathRule(Access.READ, path.value(), true, path.origin()))
        .toList();
  }

  private static Layer layer(String name, TomlSection top) {
    return new Layer(
        name,
        NetworkRequest.SILENT,
        Layer.Filesystem.of(PathRules.read(top.table("filesystem"))),
        EnvironmentRules.read(top.table("environment")),
        List.of(),
        DevShellRequest.SILENT,
        Optional.empty(),
        Optional.empty(),
        AuditRequest.SILENT,
        KernelRequest.SILENT);
  }
}
