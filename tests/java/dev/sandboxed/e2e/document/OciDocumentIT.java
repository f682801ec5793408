package dev.sandboxed.e2e.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds docs/oci.md against an export, and a start of what was exported. */
class OciDocumentIT {

  private static final Path DOCUMENT = Checkout.directory().resolve("docs/oci.md");

  @Test
  void whatItShowsIsPrintedThere() throws IOException {
    try (HostWorld world = HostWorld.create().setXdgDirectories()) {
      world.install("sandboxed", Checkout.program("sandboxed"));
      for (ConsoleExample example : ConsoleExample.in(Files.readAllLines(DOCUMENT))) {
        Outcome outcome = world.shell(example.command());

        assertThat(example.prints(outcome.out())).as(outcome.describe()).isTrue();
        assertThat(outcome.exit()).isZero();
      }
    }
  }
}
