package dev.sandboxed.e2e.nix;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.LoopbackServer;
import dev.sandboxed.e2e.world.Allowance;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Terminal;
import dev.sandboxed.nix.Flakes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a lock names on other machines is fetched with this machine's network, and an agent can
 * write a lock: so nothing is fetched before a person has agreed.
 */
class LockedInputsIT {

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));
  private final Path project = world.home().resolve("work/flake");
  private final String text = "from afar " + UUID.randomUUID();
  private String archive = "";
  private final LoopbackServer server =
      new LoopbackServer(request -> new LoopbackServer.Reply(200, "application/x-tar", archive));
  private final String url = server.url() + "/dep.tar";

  @BeforeEach
  void furnish() throws IOException {
    TestsNix.giveTo(world);
    Flakes.write(world.home().resolve("dep/text"), text);
    assertThat(world.shell("tar -cf ~/dep.tar -C ~ dep")).succeeded();
    archive = Files.readString(world.home().resolve("dep.tar"), StandardCharsets.US_ASCII);
    flake(url);
    String hash =
        world.shell("nix --extra-experimental-features nix-command hash path ~/dep").out().strip();
    Flakes.lock(project, url, hash);
  }

  private void flake(String stated) throws IOException {
    Flakes.project(
        project,
        "{ dep = { url = \"%s\"; flake = false; }; }".formatted(stated),
        "self, dep",
        "builtins.readFile \"${dep}/text\"");
  }

  @AfterEach
  void tearDown() {
    server.close();
    world.close();
  }

  private Outcome allow(String... options) {
    return Launch.of(world, "allow").in(project).with(options).outcome();
  }

  private Outcome launch() {
    return Launch.quietly(world).in(project).with("--devshell").shell("echo \"$VARIABLE\"");
  }

  @Test
  void withoutATerminalNothingIsFetched() {
    assertThat(allow())
        .exitedWith(125)
        .errContains("\n  " + url + "\n")
        .errContains("the inputs of the dev shell were not fetched, because nobody was asked")
        .errContains("sandboxed allow --fetch " + project);
    assertThat(allow("--digest=sha256-x"))
        .exitedWith(125)
        .errContains("sandboxed allow --fetch --digest sha256-x " + project);
    assertThat(launch()).exitedWith(125);
    assertThat(server.requests()).isEmpty();

    assertThat(Allowance.give(world, project, "--fetch")).succeeded();
    assertThat(server.requests()).isNotEmpty();
    assertThat(launch()).succeeded().outIs(text);
  }

  @Test
  void onATerminalItNeedsAYes() throws IOException {
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter("cd " + project).waitUntilPrompt();
      terminal
          .enter("sandboxed allow; echo rc=$?")
          .waitUntilShows("  " + url)
          .waitUntilShows("Fetch them? [y/N]")
          .enter("n")
          .waitUntilShowsLine("rc=125");
      assertThat(terminal.screen())
          .contains("were not fetched")
          .doesNotContain("Allow exactly", "error");
      assertThat(server.requests()).isEmpty();

      terminal
          .clear()
          .enter("sandboxed allow; echo rc=$?")
          .waitUntilShows("[y/N]")
          .enter("y")
          .waitUntilShows("Allow exactly this? [y/N]")
          .enter("y")
          .waitUntilShowsLine("rc=0");
    }
    assertThat(server.requests()).isNotEmpty();
    assertThat(launch()).succeeded().outIs(text);
  }

  @Test
  void whatIsHereAlreadyNeedsNoConsent() throws IOException {
    assertThat(Allowance.give(world, project, "--fetch")).succeeded();
    int before = server.requests().size();
    String flake = Files.readString(project.resolve("flake.nix"));
    Flakes.write(project.resolve("flake.nix"), flake + "\n# changed\n");

    assertThat(Allowance.give(world, project)).succeeded();
    assertThat(server.requests()).hasSize(before);
  }

  /** Nix asks there too, to lock it again, before it says that it may not. */
  @Test
  void anInputThatTheLockDoesNotMatchIsNamedToo() throws IOException {
    flake(server.url() + "/elsewhere.tar");

    assertThat(allow())
        .exitedWith(125)
        .errContains("\n  " + url + "\n")
        .errContains("\n  " + server.url() + "/elsewhere.tar\n");
    assertThat(server.requests()).isEmpty();
    assertThat(allow("--fetch")).exitedWith(125);
    assertThat(server.requests())
        .extracting(LoopbackServer.Request::path)
        .contains("/elsewhere.tar");
  }

  @Test
  void theProjectsProfileCanBeAllowedWithoutThem() throws IOException {
    Flakes.write(project.resolve(".sandboxed.toml"), "[network]\ntier = \"none\"\n");

    assertThat(allow())
        .exitedWith(125)
        .errContains("the dev shell is left out: the inputs of")
        .errContains("sandboxed allow --fetch " + project);
    assertThat(Allowance.give(world, project)).succeeded().outIs("allowed: .sandboxed.toml");
    assertThat(server.requests()).isEmpty();
  }
}
