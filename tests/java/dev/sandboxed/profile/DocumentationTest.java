package dev.sandboxed.profile;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.toml.AcceptedKey;
import dev.sandboxed.toml.AcceptedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentationTest {

  private static final Path DOCUMENT = Path.of("docs", "profile.md");
  private static final Pattern BLOCK = Pattern.compile("(?sm)^```toml( agent)?\n(.*?)^```$");

  private static final Pattern KEY = Pattern.compile("`([a-z0-9._]+)`");

  /** An example from the document, and whether it is an agent's. */
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
  void everyExampleIsReadWithoutProblems(Example example) {
    Reading<?> reading =
        example.agent()
            ? AgentReader.read("example", "example.toml", example.toml())
            : ProfileReader.read("example", "example.toml", example.toml());

    assertThat(reading.problems()).isEmpty();
  }

  @Test
  void everyKeyOfAProfileIsDocumentedAndEveryDocumentedOneIsAKey() throws IOException {
    assertThat(keysOfTable("| key | type | without it | |"))
        .containsExactlyInAnyOrderElementsOf(ProfileReader.accepted().dotted());
  }

  @Test
  void everyKeyOfAnAgentIsDocumentedAndEveryDocumentedOneIsAKey() throws IOException {
    assertThat(keysOfTable("| key | type | |"))
        .containsExactlyInAnyOrderElementsOf(AgentReader.accepted().dotted());
  }

  @Test
  void anEditorSaysAboutEveryKeyWhatTheDocumentSays() throws IOException {
    assertThat(meaningsOfTable("| key | type | without it | |"))
        .containsExactlyInAnyOrderEntriesOf(meanings(ProfileReader.accepted()));
    Map<String, String> agents = meaningsOfTable("| key | type | |");
    agents.values().removeIf("as in a profile"::equals);
    assertThat(meanings(AgentReader.accepted())).containsAllEntriesOf(agents);
  }

  /** What the last column of a table of the document says, without its markup. */
  private static Map<String, String> meaningsOfTable(String header) throws IOException {
    Map<String, String> meanings = new TreeMap<>();
    for (String row : rowsOfTable(header)) {
      List<String> cells = List.of(row.split("\\|"));
      KEY.matcher(cells.get(1))
          .results()
          .forEach(found -> meanings.put(found.group(1), cells.getLast().replace("`", "").strip()));
    }
    return meanings;
  }

  private static Map<String, String> meanings(AcceptedKeys accepted) {
    Map<String, String> meanings = new TreeMap<>();
    for (String dotted : accepted.dotted()) {
      int dot = dotted.indexOf('.');
      String table = dot < 0 ? AcceptedKeys.TOP : dotted.substring(0, dot);
      AcceptedKey key = accepted.keysIn(table).get(dotted.substring(dotted.lastIndexOf('.') + 1));
      meanings.put(dotted, requireNonNull(key).meaning());
    }
    return meanings;
  }

  private static List<String> rowsOfTable(String header) throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .dropWhile(line -> !line.equals(header))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }

  /** The keys in the first column of a table of the document. */
  private static List<String> keysOfTable(String header) throws IOException {
    return rowsOfTable(header).stream()
        .map(line -> line.substring(0, line.indexOf(" | ")))
        .flatMap(cell -> KEY.matcher(cell).results())
        .map(found -> found.group(1))
        .toList();
  }
}
