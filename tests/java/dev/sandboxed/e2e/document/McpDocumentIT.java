package dev.sandboxed.e2e.document;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/mcp.md against the command. */
class McpDocumentIT {

  private static final Path DOCUMENT = Checkout.directory().resolve("docs/mcp.md");

  @Test
  void theExampleIsWhatIsPrintedAndWritten() throws IOException {
    Matcher example =
        Pattern.compile(
                "(?sm)^```json\n(.*?)^```$.*?^```console\n\\$ (.*?)\n(.*?)^```$.*?^```json\n(.*?)^```$")
            .matcher(Files.readString(DOCUMENT));
    assertThat(example.find()).isTrue();
    try (HostWorld world = HostWorld.create().install("sandboxed", Checkout.program("sandboxed"))) {
      Path file = world.project().resolve(".mcp.json");
      Files.writeString(file, example.group(1));

      Outcome outcome = world.shell(example.group(2));

      assertThat(outcome).succeeded().outIs("");
      String expected =
          Stream.of(example.group(3).split("…", -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".*"));
      assertThat(outcome.err()).containsPattern("(?s)^" + expected);
      assertThat(
              Files.readString(file).replaceFirst("\"[^\"]*/sandboxed\"", "\"/usr/bin/sandboxed\""))
          .isEqualTo(example.group(4));
    }
  }
}
