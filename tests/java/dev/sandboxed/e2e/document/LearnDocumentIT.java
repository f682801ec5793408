package dev.sandboxed.e2e.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/learn.md against a session. */
class LearnDocumentIT {

  private static final Path DOCUMENT = Checkout.directory().resolve("docs/learn.md");

  @Test
  void theSessionThatIsShownIsTheOneThatIsSeen() throws IOException {
    Matcher example =
        Pattern.compile("(?sm)^```console\n\\$ (.*?)\n(.*?)^```$")
            .matcher(Files.readString(DOCUMENT));
    assertThat(example.find()).isTrue();
    try (HostWorld world = HostWorld.create().install("sandboxed", Checkout.program("sandboxed"))) {
      Path notes = Files.createDirectories(world.home().resolve("notes"));
      Files.writeString(notes.resolve("style.md"), "short sentences\n");

      Outcome outcome = world.shell(example.group(1));

      String expected =
          example
              .group(2)
              .lines()
              .map(line ->
                  Stream.of(line.split("…", -1))
                      .map(Pattern::quote)
                      .collect(Collectors.joining(".*")))
              .collect(Collectors.joining("\n"));
      String said =
          outcome
              .err()
              .lines()
              .filter(line -> line.matches("(learn: |[-+]).*"))
              .collect(Collectors.joining("\n"));
      assertThat(said).containsPattern("(?m)^" + expected);
    }
  }

  @Test
  void eachPlaceThatIsNamedAsNeverShownIsOnTheList() throws IOException {
    String list = Files.readString(Checkout.directory().resolve("profiles/learn/never.toml"));
    List<String> rows =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.startsWith("| ") && line.contains("`~/"))
            .filter(line -> !line.contains("--"))
            .toList();
    assertThat(rows).hasSize(5);
    for (String row : rows) {
      Matcher place = Pattern.compile("`(~/[^`]+)`").matcher(row);
      while (place.find()) {
        String written =
            place
                .group(1)
                .replace("~/.config/", "$XDG_CONFIG_HOME/")
                .replace("~/.local/share/", "$XDG_DATA_HOME/")
                .replace("~/.bash_history", "~/.*_history");
        assertThat(list).contains('"' + written + '"');
      }
    }
  }
}
