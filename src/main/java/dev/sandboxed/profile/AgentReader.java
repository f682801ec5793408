package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.toml.AcceptedKeys;
import dev.sandboxed.toml.TextRule;
import dev.sandboxed.toml.TomlFile;
import dev.sandboxed.toml.TomlKey;
import dev.sandboxed.toml.TomlSection;
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
        StateReader.read(top.table("state")),
        notes(top.table("notes")),
        managed,
        FollowReader.read(top),
        afterwards(top.table("afterwards")),
        FollowReader.ide(top.table("ide")),
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
            section
                .key("integrity", "the SHA-512 of its archive; one for each architecture")
                .like(
                    "[\"sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==\"]")
                .texts(TextRule.INTEGRITY)
                .stream()
                .map(Located::value)
                .toList(),
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
            .beside("resume")
            .like("\"sessions/*.jsonl\"")
            .text(TextRule.RELATIVE_PATH)
            .map(Located::value),
        section
            .key("resume", "the arguments that resume the newest; {session} is its file's name")
            .beside("sessions")
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
    return Layer.of(
        name,
        NetworkRequest.ofHosts(NetworkRules.allow(top.table("network"))),
        PathRules.read(top.table("filesystem")),
        EnvironmentRules.read(top.table("environment")));
  }
}
