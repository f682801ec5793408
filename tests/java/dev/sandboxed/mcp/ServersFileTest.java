package dev.sandboxed.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.mcp.ServerEntry.State;
import dev.sandboxed.problem.UserFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a settings file changes when its servers are wrapped, and that it all comes back. */
class ServersFileTest {

  private static final String SANDBOXED = "/usr/bin/sandboxed";

  private static ServersFile read(String text) {
    return ServersFile.read("a.json", text);
  }

  private static String wrapped(String text) {
    Map<ServerEntry, String> profiles = new LinkedHashMap<>();
    ServersFile file = read(text);
    file.servers().stream()
        .filter(server -> server.state() instanceof State.Plain)
        .forEach(server -> profiles.put(server, ServerProfile.name(server)));
    return file.wrapped(SANDBOXED, profiles);
  }

  private static String unwrapped(String text) {
    ServersFile file = read(text);
    return file.unwrapped(
        file.servers().stream().filter(server -> server.state() instanceof State.Wrapped).toList());
  }

  private static State only(String entry) {
    List<ServerEntry> servers = read("{\"mcpServers\": {\"a\": " + entry + "}}").servers();
    assertThat(servers).hasSize(1);
    return servers.getFirst().state();
  }

  @Test
  void onlyTheCommandAndItsArgumentsChange() {
    String text =
        """
        {
          // kept
          "other" : [1, 2.50, null],
          "mcpServers": {
            "files": {
              "command": "npx",
              "args": [
                "-y",
                "@modelcontextprotocol/server-filesystem"
              ],
              "env": {"TOKEN": "canary"}
            },
            "far": {"type": "http", "url": "https://example.org/mcp"}
          }
        }
        """;

    assertThat(wrapped(text))
        .isEqualTo(
            text.replace("\"command\": \"npx\"", "\"command\": \"/usr/bin/sandboxed\"")
                .replace(
                    "\"-y\"",
                    "\"run\", \"--quiet\", \"--profile\", \"mcp-files\", \"--\", \"npx\", \"-y\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"args\":[\"1\",\"2\"]}}}",
        "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"args\":[]}}}",
        "{\"mcpServers\":{\"a\":{\"command\":\"x\"}}}",
        "{\"mcpServers\":{\"a\":{\"args\":[],\"command\":\"x\"}}}",
        "{\"mcpServers\":{\"a\":{\"args\":[\"1\"],\"command\":\"x\",\"z\":1}}}",
        "{ \"mcpServers\" : { \"a\" : {\n\t\"command\" : \"x\" ,\n\t\"args\" : [ ] } } }",
        "{ \"mcpServers\" : { \"a\" : {\r\n  \"command\" : \"x\" } }, \"b\": 1e9 }\r\n",
        "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"args\":[ /* none */ ]}}}",
        "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"args\":[\"1\",],},},}",
        "{\"mcpServers\":{\"a\":{\"command\":\"\\u0078\\/y \\\"q\\\"\",\"args\":[\"\\u0031\"]}}}",
        "{\"mcpServers\":{\"a\":{\"command\":\"ü\",\"args\":[\"\uD83D\uDE00\"]},\"b\":{\"command\":\"y\"}}}",
        "\uFEFF{\"mcpServers\":{\"a\":{\"command\":\"x\",\"args\":[\"1\"]}}}",
        "{\"projects\":{\"/p\":{\"mcpServers\":{\"a\":{\"command\":\"x\"}}}},\"mcpServers\":{\"a\":{\"command\":\"x\"}}}",
        "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"args\":[\"run\",\"--quiet\",\"--profile\"]}}}",
      })
  void whatWasWrappedComesBackByteForByte(String text) {
    assertThat(wrapped(text)).isNotEqualTo(text).contains(SANDBOXED);
    assertThat(read(wrapped(text)).servers())
        .allSatisfy(server -> assertThat(server.state()).isInstanceOf(State.Wrapped.class));
    assertThat(unwrapped(wrapped(text))).isEqualTo(text);
    assertThat(wrapped(wrapped(text))).isEqualTo(wrapped(text));
  }

  /** Claude Code and formatters write such a file anew. */
  @Test
  void itComesBackAlsoWhereSomebodyHasFormattedTheFileOrAddedToIt() {
    String words = "\"run\",\n \"--quiet\",\n \"--profile\",\n \"mcp-a\",\n \"--\",\n \"x\"";
    String joined = "\"run\", \"--quiet\", \"--profile=mcp-a\", \"--\", \"x\"";
    String command = "\"command\": \"/usr/bin/sandboxed\"";

    assertThat(
            unwrapped(
                "{\"mcpServers\": {\"a\": {"
                    + command
                    + ", \"args\": [\n "
                    + words
                    + ",\n \"1\"\n]}}, \"new\": 1}"))
        .isEqualTo(
            "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"args\": [\n \"1\"\n]}}, \"new\": 1}");
    assertThat(
            unwrapped("{\"mcpServers\": {\"a\": {" + command + ", \"args\": [" + words + ",\n]}}}"))
        .isEqualTo("{\"mcpServers\": {\"a\": {\"command\": \"x\", \"args\": [\n]}}}");
    assertThat(
            unwrapped("{\"mcpServers\": {\"a\": {\"args\": [" + joined + "], " + command + "}}}"))
        .isEqualTo("{\"mcpServers\": {\"a\": {\"args\": [], \"command\": \"x\"}}}");
    assertThat(
            unwrapped(
                "{\"mcpServers\": {\"a\": {" + command + ", \"args\": [" + joined + ", \"1\"]}}}"))
        .isEqualTo("{\"mcpServers\": {\"a\": {\"command\": \"x\", \"args\": [\"1\"]}}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "7 | is not an object",
        "{} | has no command",
        "{\"command\": 7} | has no command",
        "{\"command\": \"\"} | has no command",
        "{\"type\": \"sse\"} | is reached over the network",
        // Clients disagree about which of the two counts.
        "{\"type\": \"sse\", \"command\": \"x\"} | has a command, and is also said",
        "{\"url\": \"https://example.org\", \"command\": \"x\"} | has a command, and is also said",
        // The project would be another, or variables would be set that nobody saw.
        "{\"command\": \"x\", \"cwd\": \"/home/ada/other\"} | has the key cwd",
        "{\"command\": \"x\", \"envFile\": \".env\"} | has the key envFile",
        "{\"command\": \"sandboxed\", \"cwd\": \"/\", \"args\": [\"run\", \"--quiet\", \"--profile\", \"mcp-a\", \"--\", \"x\"]} | has the key cwd",
        "{\"command\": \"x\", \"env\": {\"OLDPWD\": \"/\"}} | sets OLDPWD",
        "{\"command\": \"x\", \"env\": {\"DBUS_SESSION_BUS_ADDRESS\": \"unix:path=/p\"}} | sets DBUS_SESSION_BUS_ADDRESS",
        "{\"httpUrl\": \"https://example.org\"} | is reached over the network",
        "{\"command\": \"x\", \"args\": \"1\"} | has args that are not a list",
        "{\"command\": \"x\", \"args\": [1]} | has args that are not a list",
        "{\"command\": \"x\", \"env\": [\"A\"]} | has an env that is not an object",
        // In a profile that would be every variable of the person.
        "{\"command\": \"x\", \"env\": {\"*\": \"\"}} | has an env that is not an object",
        "{\"command\": \"x\", \"env\": {\"A\\nB\": \"\"}} | has an env that is not an object",
        "{\"command\": \"x\", \"env\": {\"SANDBOXED_WRITE\": \"~\"}} | sets SANDBOXED_WRITE",
        "{\"command\": \"x\", \"env\": {\"PATH\": \"/p\"}} | sets PATH",
        "{\"command\": \"x\", \"env\": {\"XDG_CONFIG_HOME\": \"/p\"}} | sets XDG_CONFIG_HOME",
        "{\"command\": \"x\", \"env\": {\"LD_PRELOAD\": \"/p\"}} | sets LD_PRELOAD",
        "{\"command\": \"x\", \"env\": {\"JAVA_TOOL_OPTIONS\": \"/p\"}} | sets JAVA_TOOL_OPTIONS",
        "{\"command\": \"x\", \"env\": {\"JDK_JAVA_OPTIONS\": \"/p\"}} | sets JDK_JAVA_OPTIONS",
        "{\"command\": \"sandboxed\", \"args\": [\"run\", \"x\"]} | runs sandboxed with other words",
        "{\"command\": \"/p/sandboxed\", \"args\": [\"run\", \"--quiet\", \"--profile\", \"permissive\", \"--\", \"x\"]} | runs sandboxed with other words",
        "{\"command\": \"/p/sandboxed\", \"args\": [\"run\", \"--quiet\", \"--profile\", \"mcp-a\", \"--\"]} | runs sandboxed with other words",
        "{\"command\": \"sandboxed\", \"env\": {\"SANDBOXED_READ\": \"/\"}, \"args\": [\"run\", \"--quiet\", \"--profile\", \"mcp-a\", \"--\", \"x\"]} | sets SANDBOXED_READ",
      })
  void whatCannotBeWrappedStaysAndIsTold(String entry, String why) {
    assertThat(only(entry))
        .isInstanceOfSatisfying(
            State.LeftAlone.class, alone -> assertThat(alone.why()).contains(why));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"mcpServers\": | a.json:1:",
        "{} {} | a.json:1:4: there is something after the end",
        "{\"a\": 1, \"a\": 2} | a.json:1:",
        "{'mcpServers': {}} | a.json:1:2",
      })
  void whatIsNotJsonIsToldWithItsPlace(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            UserFailure.class,
            failure -> assertThat(failure.problems().getFirst().render()).contains(message));
  }

  @Test
  void aFileWithoutServersHasNone() {
    assertThat(read("[]").servers()).isEmpty();
    assertThat(read("{\"mcpServers\": 7, \"projects\": []}").servers()).isEmpty();
    assertThat(read("{\"command\": \"x\", \"mcp\": {\"a\": {}}}").servers()).isEmpty();
  }
}
