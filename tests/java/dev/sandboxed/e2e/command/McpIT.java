package dev.sandboxed.e2e.command;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code mcp wrap} and {@code mcp unwrap} write, and what they leave alone. */
class McpIT {

  private static final String SETTINGS =
      """
      { "numbers": [1.50, 2e3],
        "mcpServers": {
          "My notes": { "command": "mcp-server-filesystem", "args": [ "docs" ] },
          "far": {"type": "http", "url": "https://example.org"}
      } }
      """;

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));
  private final Path file = world.project().resolve(".mcp.json");
  private final Path profiles = world.home().resolve(".config/sandboxed/profiles");

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  private Outcome mcp(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "mcp";
    System.arraycopy(words, 0, all, 1, words.length);
    return world.sandboxed(all);
  }

  /** Through a symlink, as a person's files of settings often are one. */
  @Test
  void itIsWrittenOnAYesAloneAndComesBackByteForByte() throws IOException {
    Path real = world.home().resolve("dots.json");
    Files.writeString(real, SETTINGS);
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(file, real);
    Files.createDirectories(profiles);
    Path others = profiles.resolve("mcp-my-notes.toml");
    Files.writeString(others, "extends = \"offline\"\n");

    assertThat(mcp("wrap", ".mcp.json"))
        .exitedWith(125)
        .errContains("+tier = \"none\"")
        .errContains("nothing was written: there is no terminal to ask on")
        .errContains("sandboxed mcp wrap " + real + " --yes");
    assertThat(real).hasContent(SETTINGS);
    assertThat(mcp("wrap", ".mcp.json", "--yes"))
        .succeeded()
        .errContains("\"far\": stays as it is: it is reached over the network")
        .errContains("sandboxed mcp unwrap " + real);

    assertThat(others).hasContent("extends = \"offline\"\n");
    Path mine = profiles.resolve("mcp-my-notes-2.toml");
    assertThat(mine).content().contains("\"docs\"");
    assertThat(file).isSymbolicLink();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-r-----");
    assertThat(Files.readString(real))
        .isEqualTo(
            SETTINGS
                .replace("\"mcp-server-filesystem\"", "\"" + program() + "\"")
                .replace(
                    "\"docs\"",
                    "\"run\", \"--quiet\", \"--profile\", \"mcp-my-notes-2\", \"--\", \"mcp-server-filesystem\", \"docs\""));
    assertThat(mcp("wrap", ".mcp.json"))
        .succeeded()
        .errContains("is wrapped already, with the profile mcp-my-notes-2");

    assertThat(mcp("unwrap", ".mcp.json", "--yes")).succeeded().errContains(mine + " is removed");
    assertThat(Files.readString(real)).isEqualTo(SETTINGS);
    assertThat(mine).doesNotExist();
    assertThat(others).exists();
  }

  /** The sandboxed that the person started, by its whole path. */
  private static String program() {
    return Checkout.program("sandboxed").toString();
  }

  @Test
  void aProfileThatThePersonChangedIsKeptAndUsedAgain() throws IOException {
    Files.writeString(file, SETTINGS);
    assertThat(mcp("wrap", ".mcp.json", "--yes")).succeeded();
    Path mine = profiles.resolve("mcp-my-notes.toml");
    String changed = Files.readString(mine) + "# I read it.\n";
    Files.writeString(mine, changed);

    assertThat(mcp("unwrap", ".mcp.json", "--yes"))
        .succeeded()
        .errContains(mine + " is not as it was drafted, so it is kept");
    assertThat(mcp("wrap", ".mcp.json", "--yes"))
        .succeeded()
        .errContains(mine + " was drafted for it before, and stays as it is");
    assertThat(mine).content().isEqualTo(changed);
    Files.writeString(mine, "extends = \"default\"\n");
    assertThat(mcp("wrap", ".mcp.json"))
        .succeeded()
        .errContains("with the profile mcp-my-notes, which was not drafted for it");
    Files.delete(mine);
    assertThat(mcp("wrap", ".mcp.json"))
        .succeeded()
        .errContains("you have no profile mcp-my-notes, so it does not start");
  }

  /** The file is the project's, and an agent may have written it. */
  @Test
  void whatIsHostileIsShownAsItIsAndNothingIsWrittenForBrokenFiles() throws IOException {
    Files.writeString(
        file,
        """
        {"mcpServers": {
          "a\\u001b[2K\\n[network]": {"command": "mcp-server-filesystem", "args": ["/\\u001b[8m", "~/.ssh", "led", "led/new", "gone"]},
          "t": {"command": "x", "env": {"TOKEN": "of-the-file"}},
          "b": {"command": "x", "env": {"SANDBOXED_WRITE": "/"}},
          "c": {"command": "%s/sandboxed", "args": ["run", "--quiet", "--profile", "mcp-c", "--", "x"]}
        }}
        """
            .formatted(world.project()));
    Files.createSymbolicLink(world.project().resolve("led"), world.otherProject());
    Files.createSymbolicLink(world.project().resolve("gone"), world.home().resolve("not-yet"));
    // The client starts the server in the project, wherever its file is kept.
    Path kept = Files.createDirectory(world.project().resolve("kept")).resolve("mcp.json");
    Files.move(file, kept);
    Files.createSymbolicLink(file, kept);
    world.set("TOKEN", "canary-of-the-person");
    Outcome shown = mcp("wrap", ".mcp.json");
    assertThat(shown)
        .exitedWith(125)
        .errContains("\"~/.ssh\" is known for keys, logins and the like, and never proposed")
        .errContains("\"led\" leads to \"")
        .errContains("\"led/new\" leads to \"")
        .errContains("\"gone\" leads to \"")
        .errContains("its env sets TOKEN, which you have yourself")
        .errContains("sets SANDBOXED_WRITE, which would act on sandboxed itself")
        .errContains("/project/sandboxed\", which is not " + program());
    assertThat(shown.err()).doesNotContain("\u001b").doesNotContain("canary-of-the-person");
    assertThat(shown.err().lines()).noneMatch(line -> line.startsWith("[network]"));
    Files.writeString(file, "{\n  \"mcpServers\": {\n");
    assertThat(mcp("wrap", ".mcp.json", "--yes"))
        .exitedWith(125)
        .errContains(".mcp.json:3:1: invalid JSON");
    assertThat(mcp("unwrap", "none.json"))
        .exitedWith(125)
        .errContains("there is no file none.json");
    assertThat(mcp()).exitedWith(125).errContains("sandboxed mcp wrap|unwrap FILE");
    assertThat(profiles).doesNotExist();
  }
}
