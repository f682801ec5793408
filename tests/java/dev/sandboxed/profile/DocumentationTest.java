package dev.sandboxed.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentationTest {

  private static final Path DOCUMENT = Path.of("docs", "profile.md");
  private static final Pattern BLOCK = Pattern.compile("(?sm)^```toml( agent)?\n(.*?)^```$");

  private static final Pattern KEY = Pattern.compile("`([a-z0-9.]+)`");

  /** An example of the document, and whether it is an agent's. */
  record Example(boolean agent, String toml) {
    @Override
    public String toString() {
      return (agent ? "agent: " : "profile: ") + toml.lines().findFirst().orElse("");
    }
  }

  static List<Example> examples() throws IOException {
    return BLOCK
        .matcher(Files.readString(DOCUMENT))
        .results()
        .map(found -> new Example(found.group(1) != null, found.group(2)))
        .toList();
  }

  @Test
  void thereAreExamplesOfBothKinds() throws IOException {
    assertThat(examples()).extracting(Example::agent).contains(true, false);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void everyExampleIsReadWithoutAProblem(Example example) {
    Reading<?> reading =
        example.agent()
            ? AgentReader.read("example", "example.toml", example.toml())
            : ProfileReader.read("example", "example.toml", example.toml());

    assertThat(reading.problems()).isEmpty();
  }

  @Test
  void everyKeyOfAProfileIsDocumentedAndEveryDocumentedOneIsAKey() throws IOException {
    TomlFile file = new TomlFile("profile", "x", "x.toml", "");
    ProfileReader.profile("x", "x.toml", file);

    assertThat(keysOfTable("| key | type | without it | |"))
        .containsExactlyInAnyOrderElementsOf(file.accepted().dotted());
  }

  @Test
  void everyKeyOfAnAgentIsDocumentedAndEveryDocumentedOneIsAKey() throws IOException {
    TomlFile file = new TomlFile("agent", "x", "x.toml", "");
    AgentReader.agent("x", "x.toml", file);

    assertThat(keysOfTable("| key | type | |"))
        .containsExactlyInAnyOrderElementsOf(file.accepted().dotted());
  }

  /** The keys in the first column of a table of the document. */
  private static List<String> keysOfTable(String header) throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .dropWhile(line -> !line.equals(header))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.substring(0, line.indexOf(" | ")))
        .flatMap(cell -> KEY.matcher(cell).results())
        .map(found -> found.group(1))
        .toList();
  }
}
