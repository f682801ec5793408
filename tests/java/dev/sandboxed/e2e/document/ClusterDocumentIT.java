package dev.sandboxed.e2e.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.fixture.ClusterObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds docs/cluster.md against an export, and what that prints against the schemas of the API. */
class ClusterDocumentIT {

  private static final Path DOCUMENT = Checkout.directory().resolve("docs/cluster.md");

  @Test
  void whatItShowsIsPrintedThereAndIsOfTheApi() throws IOException {
    try (HostWorld world = HostWorld.create().setXdgDirectories()) {
      world.install("sandboxed", Checkout.program("sandboxed"));
      for (ConsoleExample example : ConsoleExample.in(Files.readAllLines(DOCUMENT))) {
        Outcome outcome = world.shell(example.command());

        assertThat(example.prints(outcome.out())).as(outcome.describe()).isTrue();
        assertThat(outcome.exit()).isZero();
      }
      Outcome objects = world.shell("cat *.yaml");
      assertThat(ClusterObjects.of(objects.out()))
          .extracting(object -> object.path("kind").asText())
          .containsExactly("NetworkPolicy", "Job");
      assertThat(ClusterObjects.of(objects.out()))
          .allSatisfy(object -> assertThat(ClusterObjects.complaints(object)).isEmpty());
    }
  }
}
