package dev.sandboxed.e2e.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds docs/snapshots.md against a terminal: each command prints what the document shows. */
class SnapshotsDocumentIT {

  private static final String INDENT = "    ";
  private static final String PROMPT = INDENT + "$ ";

  @Test
  void eachCommandPrintsWhatIsShown() throws IOException {
    List<String> lines =
        Files.readAllLines(Checkout.directory().resolve("docs/snapshots.md")).stream()
            .filter(line -> line.startsWith(INDENT))
            .toList();
    StringBuilder script = new StringBuilder("exec 2>&1\n");
    StringBuilder shown = new StringBuilder();
    for (String line : lines) {
      shown.append(line.substring(INDENT.length())).append('\n');
      if (line.startsWith(PROMPT)) {
        String command = line.substring(PROMPT.length());
        script.append("printf '%s\\n' '$ ").append(command.replace("'", "'\\''")).append("'\n");
        script.append(command).append('\n');
      }
    }
    try (HostWorld world = HostWorld.create()) {
      world.install("sandboxed", Checkout.program("sandboxed"));

      Outcome terminal = world.shell(script.toString());

      assertThat(terminal.out()).isEqualTo(shown.toString()).isNotEmpty();
    }
  }
}
