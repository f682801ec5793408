package dev.sandboxed.e2e.document;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/sessions.md against a session. */
class SessionsDocumentIT {

  private static final Path DOCUMENT = Checkout.directory().resolve("docs/sessions.md");

  @Test
  void everyFieldOfASessionAndEveryEntryOfTheStateDirectoryIsDocumented() throws IOException {
    try (HostWorld world = HostWorld.create()) {
      assertThat(world.sandboxed("run", "shell", "--quiet", "--", "-c", "true")).succeeded();
      Outcome audit = world.sandboxed("audit", "--json");
      assertThat(audit).succeeded();

      assertThat(named("of a session")).isEqualTo(fields(new ObjectMapper().readTree(audit.out())));
      assertThat(named("of a session")).isEqualTo(fields(example()));
      assertThat(named("in the state directory"))
          .containsAll(
              world.filesBelow(world.home().resolve(".local/state/sandboxed")).stream()
                  .filter(file -> file.matches("\\./[^/]+"))
                  .map(file -> file.substring(2))
                  .toList());
    }
  }

  private static JsonNode example() throws IOException {
    Matcher example =
        Pattern.compile("(?sm)^```json\n(.*?)^```$").matcher(Files.readString(DOCUMENT));
    assertThat(example.find()).isTrue();
    return new ObjectMapper().readTree(example.group(1));
  }

  private static List<String> fields(JsonNode object) {
    List<String> fields = new ArrayList<>();
    object.fieldNames().forEachRemaining(fields::add);
    return fields;
  }

  /** The names in the first column of the table with this heading. */
  private static List<String> named(String heading) throws IOException {
    List<String> names = new ArrayList<>();
    boolean inTable = false;
    for (String line : Files.readAllLines(DOCUMENT)) {
      inTable = line.startsWith("| " + heading + " |") || (inTable && line.startsWith("|"));
      if (inTable) {
        Matcher name = Pattern.compile("`([a-z.]+)`").matcher(line.split("\\|", -1)[1]);
        while (name.find()) {
          names.add(name.group(1));
        }
      }
    }
    return names;
  }
}
