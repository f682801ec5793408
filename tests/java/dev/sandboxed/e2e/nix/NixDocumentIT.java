package dev.sandboxed.e2e.nix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The flakes in docs/nix.md, each as a person's own project. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NixDocumentIT {

  private static final Pattern FLAKE = Pattern.compile("(?ms)^```nix\n(\\{.*?)^```$");

  private final FlakeWorld flakes = FlakeWorld.create();
  private final HostWorld world = flakes.world();
  private String system = "";
  private List<String> examples = List.of();

  @BeforeAll
  void read() throws IOException {
    system = flakes.nix("eval", "--raw", "--impure", "--expr", "builtins.currentSystem").out();
    String document = Files.readString(Checkout.directory().resolve("docs/nix.md"));
    examples =
        FLAKE
            .matcher(document)
            .results()
            .map(example -> example.group(1).replace("x86_64-linux", system))
            .toList();
  }

  @AfterAll
  void tearDown() {
    flakes.close();
  }

  private Path project(int example) throws IOException {
    Path project = world.home().resolve("work/example-" + example);
    Files.createDirectories(project);
    Files.writeString(project.resolve("flake.nix"), examples.get(example));
    return project;
  }

  private Outcome inDevShell(Path project, String... command) {
    return flakes.inProject(project, "develop", words("-c", command)).finish(FlakeWorld.BUILD);
  }

  private static String[] words(String first, String... rest) {
    String[] all = new String[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  @Test
  void theDevShellHasTheLaunchersThatItNames() throws IOException {
    Path project = project(0);
    Outcome first = inDevShell(project, "claude-sandboxed", "--quiet", "--", "--version");

    OutcomeAssert.assertThat(first).succeeded().outIs(flakes.claude().version() + " (Claude Code)");
    OutcomeAssert.assertThat(
            inDevShell(
                project,
                "node-sandboxed",
                "--quiet",
                "-e",
                "console.log(process.cwd(), require('fs').existsSync(process.argv[1]))",
                world.home().resolve(".ssh").toString()))
        .succeeded()
        .outIs(project + " false");
    OutcomeAssert.assertThat(inDevShell(project, "gemini-sandboxed", "--dry-run"))
        .succeeded()
        .outContains("gemini-sandboxed");
    OutcomeAssert.assertThat(
            inDevShell(project, "gemini-sandboxed", "--profile", "default", "--dry-run"))
        .succeeded()
        .outLacks("gemini-sandboxed.toml");
  }

  @Test
  void theOverlayMakesWhatIsAskedFor() throws IOException {
    Path project = project(1);

    OutcomeAssert.assertThat(
            flakes
                .inProject(project, "run", ".#claude-strict", "--", "--dry-run")
                .finish(FlakeWorld.BUILD))
        .succeeded()
        .outContains("strict");
    OutcomeAssert.assertThat(
            flakes
                .inProject(project, "run", ".#claude-sandboxed", "--", "--quiet", "--", "--version")
                .finish())
        .outIs(flakes.claude().version() + " (Claude Code)");
  }

  @Test
  void thereAreNoOtherExamples() {
    assertThat(examples).hasSize(2);
  }
}
