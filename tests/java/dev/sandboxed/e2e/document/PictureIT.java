package dev.sandboxed.e2e.document;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.RealAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The picture that README.md begins with. */
class PictureIT {

  private static final Path PICTURE = Checkout.directory().resolve("docs/first-launch.svg");

  @Test
  void itShowsWhatARunPrintsNow() throws IOException {
    try (HostWorld world = HostWorld.create().install("claude", RealAgent.claude().program())) {
      Path anew = world.backstage().resolve("anew.svg");
      world
          .set("JAVA_HOME", System.getProperty("java.home"))
          .set("PATH", world.home() + "/bin:/usr/bin:/bin");
      assertThat(world.run(Checkout.directory() + "/tests/picture", anew.toString())).succeeded();
      assertThat(Files.readString(anew)).isEqualTo(Files.readString(PICTURE));
    }
  }

  @Test
  void nothingInItIsExecutedOrFetched() throws IOException {
    assertThat(Files.readString(PICTURE))
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" ")
        .doesNotContain("<script", "href", "url(", "@import", "<!", "<image")
        .doesNotContainPattern("\\son\\w+=");
    assertThat(Files.readAllLines(Checkout.directory().resolve("README.md")))
        .anyMatch(line -> line.contains("](docs/first-launch.svg)"));
  }
}
