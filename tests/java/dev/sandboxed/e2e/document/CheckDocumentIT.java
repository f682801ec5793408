package dev.sandboxed.e2e.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/check.md against a check. */
class CheckDocumentIT {

  private static final Path DOCUMENT = Checkout.directory().resolve("docs/check.md");

  @Test
  void aCheckPrintsWhatTheDocumentShowsAndEachPromiseIsExplained() throws IOException {
    try (HostWorld world = HostWorld.create()) {
      world.install("sandboxed", Checkout.program("sandboxed"));
      List<String> document = Files.readAllLines(DOCUMENT);
      for (ConsoleExample example : ConsoleExample.in(document)) {
        Outcome outcome = world.shell(example.command());

        assertThat(example.prints(outcome.out())).as(outcome.describe()).isTrue();
        assertThat(outcome.exit()).isZero();
        assertThat(document.stream().filter(line -> line.matches("\\| `[a-z-]+` \\|.*")))
            .extracting(line -> line.replaceFirst("^\\| `([a-z-]+)`.*", "$1"))
            // Only where there are some.
            .filteredOn(promise -> !promise.equals("credentials"))
            .containsExactlyElementsOf(promises(outcome.out()));
      }
    }
  }

  /** The names in the second part of the table. */
  private static List<String> promises(String table) {
    return Pattern.compile("(?m)^  ([a-z-]+) ")
        .matcher(table.substring(table.indexOf("the sandbox of ")))
        .results()
        .map(row -> row.group(1))
        .toList();
  }
}
