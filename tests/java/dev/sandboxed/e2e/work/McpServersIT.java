package dev.sandboxed.e2e.work;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.RealAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real MCP servers, wrapped: they answer as before, and have what their profiles say. */
class McpServersIT {

  private static final String CLIENT =
      Checkout.directory().resolve("tests/node/mcp-call").toString();

  private static final String INSIDE =
      "this is inside a sandbox already (/SANDBOX.md tells what it has), and ";

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));
  private final Path notes = world.home().resolve("notes");
  private final Path file = world.project().resolve(".mcp.json");

  /** The person's file gives a server their whole home; that is what many do. */
  @BeforeEach
  void makeTheServers() throws IOException {
    NodePackages.install(world);
    Files.createDirectories(notes);
    Files.writeString(notes.resolve("a.txt"), "the note\n");
    Files.writeString(
        file,
        """
        {
          "mcpServers": {
            "files": {"command": "node_modules/.bin/mcp-server-filesystem", "args": ["NOTES", "HOME"]},
            "all": {"command": "node_modules/.bin/mcp-server-everything", "env": {"TOKEN": "canary-of-token"}}
          }
        }
        """
            .replace("NOTES", notes.toString())
            .replace("HOME", world.home().toString()));
    world.set("SECRET_OF_THE_PERSON", "canary-of-the-person");
  }

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  private Outcome call(String server, String... calls) {
    return world.run(
        Stream.concat(Stream.of("node", CLIENT, file.toString(), server), Stream.of(calls))
            .toArray(String[]::new));
  }

  private static String path(Path path) {
    return "{\"path\": \"" + path + "\"}";
  }

  @Test
  void aServerReadsItsDirectoryAndNothingElseAndHasItsOwnVariablesAlone() throws IOException {
    Path key = world.home().resolve(".ssh/id_rsa");
    String[] reading = {
      "read_text_file", path(notes.resolve("a.txt")), "read_text_file", path(key)
    };
    assertThat(call("files", reading))
        .succeeded()
        .outContains("the note")
        .outContains(world.sshKey());
    assertThat(call("all", "get-env", "{}")).succeeded().outContains("canary-of-the-person");

    assertThat(world.sandboxed("mcp", "wrap", ".mcp.json", "--yes")).succeeded();

    assertThat(call("files", reading)).succeeded().outContains("the note").outLacks(world.sshKey());
    assertThat(call("all", "get-env", "{}"))
        .succeeded()
        .outContains("canary-of-token")
        .outLacks("canary-of-the-person");
    Path profiles = world.home().resolve(".config/sandboxed/profiles");
    assertThat(profiles.resolve("mcp-all.toml"))
        .content()
        .contains("TOKEN")
        .doesNotContain("canary");
    assertThat(profiles.resolve("mcp-files.toml"))
        .content()
        .contains("tier = \"none\"", "\"" + notes + "\"", "is all of your home, or more");
  }

  /**
   * Outside every sandbox, as in an editor; and inside one, where it says why it does not start.
   */
  @Test
  void theRealClaudeCallsAWrappedServerOutsideASandbox() throws IOException {
    RealAgent.claude().install(world);
    assertThat(world.sandboxed("mcp", "wrap", ".mcp.json", "--yes")).succeeded();
    assertThat(
            world.shell(
                "mkdir -p ~/.claude && echo '{\"enableAllProjectMcpjsonServers\": true}' >~/.claude/settings.json"))
        .succeeded();
    try (ModelStub model =
        MessagesApiStub.asking(
            "mcp__files__read_text_file " + path(world.project().resolve("README.md")),
            "mcp__all__get-env {}")) {
      world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "the-key");
      world.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");

      assertThat(world.run("claude", "-p", "Please.", "--dangerously-skip-permissions"))
          .succeeded()
          .outIs(ModelStub.FAREWELL);

      // The name of its directory is what Claude Code tells it, not the file.
      assertThat(model.commandResults()).hasSize(2);
      assertThat(model.commandResults().getFirst()).contains("# A project");
      assertThat(model.commandResults().getLast())
          .contains("canary-of-token")
          .doesNotContain("canary-of-the-person");
    }
    assertThat(
            world.sandboxed(
                "run",
                "--quiet",
                "--read=" + Checkout.directory(),
                "--",
                "sh",
                "-c",
                "\"$0\" run --profile=mcp-files -- true; \"$0\" learn new -- true",
                Checkout.program("sandboxed").toString()))
        .exitedWith(125)
        .errContains(INSIDE + "no sandbox can be made in a sandbox")
        .errContains(INSIDE + "learn is for the person outside");
  }
}
