package dev.sandboxed.e2e.work;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The packages that {@code tests/npm/package-lock.json} pins, as {@code tests/run} fetches them.
 */
public final class NodePackages {

  private NodePackages() {}

  /** Puts them into the world's project, which git ignores there. */
  public static void install(HostWorld world) {
    assertThat(
            world.shell(
                "cp -r --reflink=auto \"$1\" node_modules && echo node_modules >>.gitignore",
                directory().toString()))
        .succeeded();
  }

  private static Path directory() {
    String place = System.getenv("SANDBOXED_TEST_AGENTS");
    if (place == null) {
      throw new AssertionError("SANDBOXED_TEST_AGENTS is not set: run the tests with tests/run");
    }
    Path directory = Path.of(place, "work/node_modules");
    if (!Files.exists(directory)) {
      throw new AssertionError(directory + " is missing: tests/run installs it");
    }
    return directory;
  }
}
