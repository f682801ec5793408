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
    List<Located<String>> credentials = section.texts("credentials", TextRule.RELATIVE_PATH);
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
        Optional.empty(),
        Optional.empty());
  }
}
