package dev.sandboxed.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.mcp.ServerEntry.State;
import dev.sandboxed.problem.Located;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.EnvironmentRule;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileDirectory;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.profile.ProfileReader;
import dev.sandboxed.profile.Reading;
import dev.sandboxed.profile.TextsOnDisk;
import dev.sandboxed.profile.TierName;
import dev.sandboxed.profile.servers.KnownServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a server is proposed to get: what is known that it needs, and nothing that its file asks.
 */
class ServerProfileTest {

  private static final List<KnownServer> KNOWN =
      new ProfileLibrary(List.of(new ProfileDirectory("built in", "profiles")), new TextsOnDisk())
          .servers();

  private static final ServerProfile.Surroundings AROUND =
      new ServerProfile.Surroundings(
          "/home/ada/p/.mcp.json",
          "/home/ada",
          KNOWN,
          path ->
              path.startsWith(Path.of("/home/ada/.ssh"))
                  ? Optional.of("is never proposed")
                  : Optional.empty());

  private static ServerEntry server(String name, String entry) {
    return ServersFile.read("a.json", "{\"mcpServers\": {" + name + ": " + entry + "}}")
        .servers()
        .getFirst();
  }

  private static String text(String entry) {
    ServerEntry server = server("\"a\"", entry);
    return ServerProfile.of(server, ((State.Plain) server.state()).words(), AROUND);
  }

  private static Profile profile(String text) {
    Reading<Profile> reading = ProfileReader.read("mcp-a", "mcp-a.toml", text);
    assertThat(reading.problems()).as(text).isEmpty();
    return reading.value();
  }

  private static String command(String words) {
    List<String> all = List.of(words.split(" ", -1));
    return "{\"command\": \"%s\", \"args\": [%s]}"
        .formatted(
            all.getFirst(),
            String.join(", ", all.stream().skip(1).map(word -> '"' + word + '"').toList()));
  }

  private static List<String> paths(Profile profile, Access access) {
    return profile.layer().paths().stream()
        .filter(rule -> rule.access() == access)
        .map(rule -> rule.pattern())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "npx -y @modelcontextprotocol/server-filesystem /home/ada/notes | ALLOWLIST | . | /home/ada/notes",
        "npx @modelcontextprotocol/server-filesystem@2026.8.31 docs ./more/ | ALLOWLIST | . | docs more",
        "npx @modelcontextprotocol/server-filesystem . | ALLOWLIST | '' | .",
        "node node_modules/@modelcontextprotocol/server-filesystem/dist/index.js /srv/x/y | NONE | . | ''",
        "node_modules/.bin/mcp-server-filesystem /home/ada/a /home/ada/b | NONE | . | /home/ada/a /home/ada/b",
        "npx -y @modelcontextprotocol/server-everything /home/ada/notes | ALLOWLIST | . | ''",
        "uvx mcp-server-git --repository /home/ada/r | ALLOWLIST | . | /home/ada/r",
        "uvx mcp-server-git==1.0 --repository=sub | ALLOWLIST | . | sub",
        "python3 -m mcp_server_fetch | INTERNET_ONLY | . | ''",
        "npx -y unheard-of /home/ada/notes | ALLOWLIST | . | ''",
        "./own-server /home/ada/notes | NONE | . | ''",
        "uvx -q mcp-server-fetch@2025.4.7 | INTERNET_ONLY | . | ''",
        // What is started is another package than the name says, or a file of the project.
        "npx -y mcp-server-fetch@npm:evil | ALLOWLIST | . | ''",
        "npx evil/mcp-server-fetch | ALLOWLIST | . | ''",
        "npx --package=evil mcp-server-fetch | ALLOWLIST | . | ''",
        "uvx --from=evil mcp-server-fetch | ALLOWLIST | . | ''",
        "python3 -cevil mcp_server_fetch | NONE | . | ''",
        "node mcp-server-fetch | NONE | . | ''",
        "./mcp-server-fetch | NONE | . | ''",
        // Another package whose name only looks like it.
        "npx evil-mcp-server-filesystem /home/ada/notes | ALLOWLIST | . | ''",
      })
  void aServerGetsWhatIsKnownThatItNeeds(String words, TierName tier, String read, String write) {
    Profile profile = profile(text(command(words.strip())));

    assertThat(profile.layer().network().tier().map(Located::value)).contains(tier);
    assertThat(String.join(" ", paths(profile, Access.READ))).isEqualTo(read);
    assertThat(String.join(" ", paths(profile, Access.WRITE))).isEqualTo(write);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/home",
        "/home/ada",
        "~",
        "..",
        "../other",
        "a/../../b",
        "/etc",
        "/usr/share",
        "/tmp",
        "/home/ada/.ssh",
        "~/.ssh/keys",
        "/home/ada/x/../.ssh",
        "$HOME/x",
        "${HOME}",
        "*",
        "/home/ada/*",
        "/run/x.sock",
        "~/.config",
        "~/.bashrc",
        "/home/ada/.local/share",
        ".git/hooks",
        ".mcp.json",
        "docs/.vscode"
      })
  void whatNoServerShouldHaveIsLeftOutAndTold(String directory) {
    String text = text(command("npx @modelcontextprotocol/server-filesystem " + directory));

    assertThat(paths(profile(text), Access.WRITE)).isEmpty();
    assertThat(text).contains("# Left out:\n#   \"" + directory + "\" ");
  }

  /** The file is the project's, and an agent may have written it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\\\"]\\n[network]\\ntier = \\\"full\\\"\\n#",
        "x\\n[filesystem]\\nwrite = [\\\"/\\\"]",
        "\\u001b[2K\\u001b[1A",
        "\\u202e\\u2066",
        "\\\\",
        "'''",
        "\\r",
      })
  void noTextOfTheFileBecomesAStatementOrReachesTheTerminal(String hostile) {
    ServerEntry server =
        server(
            '"' + hostile + '"',
            "{\"command\": \"mcp-server-filesystem\", \"args\": [\"/home/ada/" + hostile + "\"]}");

    String text = ServerProfile.of(server, ((State.Plain) server.state()).words(), AROUND);
    Profile profile = profile(text);

    assertThat(profile.layer().network().tier().map(Located::value)).contains(TierName.NONE);
    assertThat(paths(profile, Access.READ)).containsExactly(".");
    assertThat(paths(profile, Access.WRITE)).hasSizeLessThanOrEqualTo(1);
    assertThat(paths(profile, Access.WRITE)).allMatch(path -> path.startsWith("/home/ada/"));
    assertThat(text.codePoints())
        .noneMatch(one ->
            (Character.isISOControl(one) && one != '\n')
                || Character.getType(one) == Character.FORMAT);
  }

  @Test
  void namesOfVariablesArePassedAndNoValueIsCopied() {
    String text =
        text(
            "{\"command\": \"x\", \"args\": [\"--key\", \"canary\"], \"env\": {\"TOKEN\": \"canary\", \"NODE_OPTIONS\": \"canary\"}}");

    assertThat(text).doesNotContain("canary");
    assertThat(profile(text).layer().environment())
        .extracting(rule -> rule instanceof EnvironmentRule.Pass pass ? pass.glob() : "")
        .containsExactly("TZ", "TOKEN", "NODE_OPTIONS");
  }

  @Test
  void whatIsGrantedIsWhatWasLookedAt() {
    String text = text(command("mcp-server-filesystem /home/ada/led/../notes docs/led/../.."));

    assertThat(paths(profile(text), Access.WRITE)).containsExactly("/home/ada/notes", ".");
  }

  @Test
  void aContainerIsLeftAlone() {
    ServerEntry server = server("\"a\"", command("docker run -i --rm mcp/fetch"));

    assertThat(ServerProfile.objection(server, ((State.Plain) server.state()).words(), AROUND))
        .hasValueSatisfying(why -> assertThat(why).contains("in a container"));
  }

  @ParameterizedTest
  @CsvSource({
    "files, mcp-files",
    "My Server, mcp-my-server",
    "../../etc/passwd, mcp-etc-passwd",
    "ÄÖ, mcp-server",
    "'', mcp-server",
    "--, mcp-server",
    "a_b-, mcp-a_b",
    "0123456789012345678901234567890123456789012345678901234567890123, mcp-012345678901234567890123456789012345678901234567",
  })
  void everyNameGivesTheNameOfAProfile(String name, String profile) {
    assertThat(ServerProfile.name(server('"' + name + '"', "{\"command\": \"x\"}")))
        .isEqualTo(profile)
        .matches("[a-z0-9][a-z0-9_-]{0,63}");
  }

  @Test
  void whatIsKnownOfServersIsInOrder() {
    assertThat(KNOWN)
        .isNotEmpty()
        .allSatisfy(server -> {
          assertThat(server.problems()).isEmpty();
          assertThat(server.description()).isNotBlank();
        });
  }
}
