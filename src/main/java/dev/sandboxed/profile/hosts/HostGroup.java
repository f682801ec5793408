package dev.sandboxed.profile.hosts;

import dev.sandboxed.names.HostPattern;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.toml.TextRule;
import dev.sandboxed.toml.TomlFile;
import dev.sandboxed.toml.TomlSection;
import java.util.List;

/**
 * One file of {@code profiles/hosts/}: hosts that a person names together.
 *
 * @param problems what is wrong with the file
 */
public record HostGroup(
    String name, String description, List<Located<HostPattern>> hosts, List<Problem> problems) {

  private static final String SMALLEST = "hosts = [\"example.org\"]";

  public HostGroup {
    hosts = List.copyOf(hosts);
    problems = List.copyOf(problems);
  }

  /** Reads one. */
  public static HostGroup read(String name, String path, String text) {
    TomlFile file = new TomlFile("hosts", name, path, text);
    file.requireContent(SMALLEST);
    TomlSection top = file.top();
    String description =
        top.key("description", "for people")
            .like("\"The registry of npm\"")
            .text(TextRule.ONE_LINE)
            .map(Located::value)
            .orElse("");
    List<Located<HostPattern>> hosts =
        top.key("hosts", "the hosts of the group")
            .like("[\"example.org\", \"*.example.org\"]")
            .mandatory()
            .all(HostNotation.patterns());
    return new HostGroup(name, description, hosts, file.problems());
  }
}
