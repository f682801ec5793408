package dev.sandboxed.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCopiesTest {

  private static final Path INSIDE = Path.of("/SANDBOX.git/name");

  @TempDir private Path directory;

  private Path config;
  private Path copies;
  private Path own;

  @BeforeEach
  void aProjectWithAConfiguration() throws IOException {
    config = Files.writeString(directory.resolve("config"), "[a]\n");
    copies = new GitCopies(directory.resolve("state")).of(directory);
    own = copies.resolve("own/name");
    copy();
  }

  private void copy() {
    GitCopies kept = new GitCopies(directory.resolve("state"));
    kept.prepare(copies, directory);
    kept.copy(copies, "name", config, INSIDE);
  }

  @Test
  void aCopyIsMadeWithALinkThatLeadsThereInside() throws IOException {
    assertThat(own).hasContent("[a]\n");
    assertThat(Files.readSymbolicLink(copies.resolve("links/name"))).isEqualTo(INSIDE);
  }

  @Test
  void whatAnAgentChangedStaysUntilThePersonChangesTheFile() throws IOException {
    Files.writeString(own, "[b]\n");
    copy();
    assertThat(own).hasContent("[b]\n");

    Files.writeString(config, "[c]\n");
    copy();
    assertThat(own).hasContent("[c]\n");
  }

  @Test
  void whatAnAgentPutInItsPlaceIsReplacedAndNotFollowed() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "keep");
    Files.delete(own);
    Files.createSymbolicLink(own, secret);
    Files.writeString(config, "[c]\n");
    copy();
    assertThat(own).isRegularFile().hasContent("[c]\n");
    assertThat(secret).hasContent("keep");

    Files.delete(own);
    Files.createDirectories(own.resolve("x"));
    Files.createSymbolicLink(own.resolve("x/y"), directory);
    Files.writeString(config, "[d]\n");
    copy();
    assertThat(own).hasContent("[d]\n");
    assertThat(secret).exists();
    // Whoever deletes what an agent can still change may delete something else.
    assertThat(copies.resolve("own")).isDirectoryRecursivelyContaining("glob:**/name.*/x/y");
  }
}
