package dev.sandboxed.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentReaderTest {

  private static final String EVERY_KEY =
      """
      description = "An agent"
      command = ["agent", "--fast"]

      [install]
      npm = "@some/agent-cli"
      version = "1.20.3-beta.1"
      integrity = ["sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="]
      program = "node_modules/@some/agent-linux-{arch}/agent"

      [state]
      directory = "~/.agent"
      more = ["$XDG_CACHE_HOME/agent"]
      credentials = ["login.json",
                     { file = "deep/token", expires = "/a~1b/end" }]
      login = "log in inside"
      login_variables = ["AGENT_KEY"]

      [environment]
      pass = ["AGENT_*"]
      set = { AGENT_UPDATE = "off" }

      [filesystem]
      read = ["~/.agent-themes"]

      [[state.seed]]
      file = "answers.json"
      content = '{"asked": true}'
      from = "~/.agent.json"
      copy = ["/theme", "/projects/{project}/trusted"]

      [[state.seed]]
      file = "more.json"

      [notes]
      path = "/etc/agent/NOTES.md"

      [[follow]]
      file = "~/.agent/rules/*.json"
      commands = ["/hooks/*"]
      guards = ["/hooks/before"]
      paths = ["/themes/*"]
      left_out = ["/servers/*"]
      instead = "Add them inside"

      [[follow]]
      file = "~/.agent/notes"
      imports = true
      links = true

      [[state.moved]]
      variable = "AGENT_HOME"
      place = "~/.agent"

      [[state.moved]]
      variable = "AGENT_HOME"
      place = "~/.agent.json"
      below = "agent.json"

      [ide]
      locks = "~/.agent/ide"
      port = "AGENT_PORT"
      """;

  @Test
  void everyKeyIsRead() {
    AgentDefinition agent = read(EVERY_KEY);

    assertThat(agent.name()).isEqualTo("agent");
    assertThat(agent.file()).isEqualTo("/a/agent.toml");
    assertThat(agent.description()).isEqualTo("An agent");
    assertThat(agent.command()).isEqualTo(new Located<>(List.of("agent", "--fast"), line(2, 1)));
    assertThat(agent.install())
        .contains(
            new AgentDefinition.Install(
                "@some/agent-cli",
                "1.20.3-beta.1",
                List.of(
                    "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="),
                "node_modules/@some/agent-linux-{arch}/agent"));
    assertThat(agent.state())
        .contains(
            new AgentDefinition.State(
                new Located<>("~/.agent", line(11, 13)),
                List.of(new Located<>("$XDG_CACHE_HOME/agent", line(12, 9))),
                List.of(
                    new AgentDefinition.Credential(
                        new Located<>("login.json", line(13, 16)), Optional.empty()),
                    new AgentDefinition.Credential(
                        new Located<>("deep/token", line(14, 25)), Optional.of("/a~1b/end"))),
                List.of(
                    new AgentDefinition.Seed(
                        new Located<>("answers.json", line(26, 8)),
                        "{\"asked\": true}",
                        Optional.of(new Located<>("~/.agent.json", line(28, 8))),
                        List.of("/theme", "/projects/{project}/trusted")),
                    new AgentDefinition.Seed(
                        new Located<>("more.json", line(32, 8)),
                        "{}",
                        Optional.empty(),
                        List.of())),
                Optional.of(
                    new AgentDefinition.Login(
                        new Located<>("log in inside", line(15, 9)), List.of("AGENT_KEY"))),
                List.of(
                    new AgentDefinition.Moved(
                        new Located<>("AGENT_HOME", line(51, 12)),
                        new Located<>("~/.agent", line(52, 9)),
                        Optional.empty()),
                    new AgentDefinition.Moved(
                        new Located<>("AGENT_HOME", line(55, 12)),
                        new Located<>("~/.agent.json", line(56, 9)),
                        Optional.of("agent.json")))));
    assertThat(agent.notes()).contains(new Located<>("/etc/agent/NOTES.md", line(35, 8)));
    assertThat(agent.follow())
        .containsExactly(
            new AgentDefinition.Follow(
                new Located<>("~/.agent/rules/*.json", line(38, 8)),
                List.of("/hooks/*"),
                List.of("/hooks/before"),
                List.of("/themes/*"),
                List.of("/servers/*"),
                "Add them inside",
                false,
                false),
            new AgentDefinition.Follow(
                new Located<>("~/.agent/notes", line(46, 8)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "",
                true,
                true));
    assertThat(agent.ide())
        .contains(
            new AgentDefinition.Ide(new Located<>("~/.agent/ide", line(60, 9)), "AGENT_PORT"));
    assertThat(agent.layer().name()).isEqualTo("agent agent");
    assertThat(agent.layer().environment())
        .containsExactly(
            new EnvironmentRule.Pass("AGENT_*", line(19, 9)),
            new EnvironmentRule.Set("AGENT_UPDATE", "off", line(20, 24)));
    assertThat(agent.layer().paths())
        .containsExactly(new PathRule(Access.READ, "~/.agent-themes", false, line(23, 9)));
  }

  @Test
  void aLoginThatIsReplacedIsBesideNothingThatTheAgentCouldLeadElsewhere() {
    String login =
        """
        command = ['a']
        [state]
        directory = '~/.a'
        credentials = [{ file = '%s', replaced = true, empty = '' }]
        """;
    assertThat(read(login.formatted("auth.json")).state().orElseThrow().credentials())
        .containsExactly(
            new AgentDefinition.Credential(
                new Located<>("auth.json", line(4, 25)), Optional.empty(), true, ""));
    assertThat(AgentReader.read("a", "a.toml", login.formatted("deep/auth.json")).problems())
        .extracting(Problem::code)
        .containsExactly("agent.nested-login");
  }

  @Test
  void whatMayFollowAndWhyRulesAreUnheededIsRead() {
    AgentDefinition agent =
        read(
            """
            command = ["agent"]
            managed_unheeded = "it does not"
            [afterwards]
            again = 75
            sessions = "chats/*.json"
            resume = ["--resume", "{session}"]
            """);

    assertThat(agent.managed().unheeded()).contains(new Located<>("it does not", line(2, 20)));
    assertThat(agent.afterwards())
        .isEqualTo(
            new AgentDefinition.Afterwards(
                Optional.of(75), Optional.of("chats/*.json"), List.of("--resume", "{session}")));
    assertThat(read("command = ['agent']").afterwards())
        .isEqualTo(AgentDefinition.Afterwards.NOTHING);
  }

  @Test
  void oneLineIsEnough() {
    AgentDefinition agent = read("command = ['agent']");

    assertThat(agent.command().value()).containsExactly("agent");
    assertThat(agent.install()).isEmpty();
    assertThat(agent.state()).isEmpty();
    assertThat(agent.notes()).isEmpty();
    assertThat(agent.layer().paths()).isEmpty();
    assertThat(agent.layer().environment()).isEmpty();
  }

  @Test
  void theGenericAgentHasNoCommandOfItsOwn() {
    assertThat(read("command = []").command().value()).isEmpty();
  }

  static List<WrongFile> wrongFiles() {
    return List.of(
        new WrongFile(
            "an empty file",
            "\n",
            """
            /a/agent.toml:1:1: the agent is empty
              the smallest one is:
              command = ["my-agent"]\
            """),
        new WrongFile(
            "no command",
            "description = 'x'",
            "/a/agent.toml:1:1: \"command\" is missing at the top level"),
        new WrongFile(
            "a command in one string",
            "command = 'agent --fast'",
            """
            /a/agent.toml:1:11: "command" must be a list of strings, not a string
              write it in brackets: command = ["…"]\
            """),
        new WrongFile(
            "an empty word in the command",
            "command = ['agent', '']",
            "/a/agent.toml:1:21: an entry of \"command\" is empty"),
        new WrongFile(
            "half an installation",
            "command = ['a']\n[install]\nnpm = 'a'",
            """
            /a/agent.toml:2:1: "version" is missing in [install]
            /a/agent.toml:2:1: "program" is missing in [install]\
            """),
        new WrongFile(
            "something that is not a package",
            "command = ['a']\n[install]\nnpm = '--global'\nversion = '1.0.0'\nprogram = 'a'",
            "/a/agent.toml:3:7: \"--global\" is not the name of an npm package"),
        new WrongFile(
            "a hash that is no SHA-512",
            "command = ['a']\n[install]\nnpm = 'a'\nversion = '1.0.0'\nprogram = 'a'\nintegrity = ['sha1-x']",
            """
            /a/agent.toml:6:14: "sha1-x" is not a SHA-512 as npm writes it
              npm view PACKAGE@VERSION dist.integrity shows the registry's\
            """),
        new WrongFile(
            "a program outside the installation",
            "command = ['a']\n[install]\nnpm = 'a'\nversion = '1.0.0'\nprogram = 'a/../../b'",
            """
            /a/agent.toml:5:11: "a/../../b" is not a path below its directory
              write it relative to the directory, without .. in it\
            """),
        new WrongFile(
            "state without a directory",
            "command = ['a']\n[state]\ncredentials = ['a']",
            "/a/agent.toml:2:1: \"directory\" is missing in [state]"),
        new WrongFile(
            "state in the project",
            "command = ['a']\n[state]\ndirectory = '.agent'",
            """
            /a/agent.toml:3:13: ".agent" is not a place in the sandbox
              start it with ~/, / or a variable such as $XDG_CONFIG_HOME/\
            """),
        new WrongFile(
            "a login outside the state",
            "command = ['a']\n[state]\ndirectory = '~/.a'\ncredentials = ['/etc/shadow']",
            """
            /a/agent.toml:4:16: "/etc/shadow" is not a path below its directory
              write it relative to the directory, without .. in it\
            """),
        new WrongFile(
            "a login whose expiry is not a pointer",
            "command = ['a']\n[state]\ndirectory = '~/.a'\n"
                + "credentials = [{ file = 'a', expires = 'end' }, 1]",
            """
            /a/agent.toml:4:40: "end" is not a JSON pointer
              write the keys from the top, each after a slash: /account/expires
            /a/agent.toml:4:49: an entry of "credentials" must be a string or a table { file = "…", expires = "/…" }, not an integer\
            """),
        new WrongFile(
            "seeds that are not seeds",
            "command = ['a']\n[state]\ndirectory = '~/.a'\n[[state.seed]]\nfile = '../a'\n"
                + "content = '[]'\nfrom = 'a'\ncopy = ['a']\n[[state.seed]]\ncontent = '{}'",
            """
            /a/agent.toml:5:8: "../a" is not a path below its directory
              write it relative to the directory, without .. in it
            /a/agent.toml:6:11: "[]" is not a JSON object
              write one such as '{"answered": true}'
            /a/agent.toml:7:8: "a" is not a place in the sandbox
              start it with ~/, / or a variable such as $XDG_CONFIG_HOME/
            /a/agent.toml:8:9: "a" is not a JSON pointer
              write the keys from the top, each after a slash: /account/expires
            /a/agent.toml:9:1: "file" is missing in an entry of state.seed\
            """),
        new WrongFile(
            "keys that do nothing alone",
            """
            command = ['a']
            [state]
            directory = '~/.a'
            login_variables = ['A_KEY']
            seed = [{ file = 'a', copy = ['/a'] }, { file = 'b', from = '~/.b' }]
            [[follow]]
            file = '~/.a/settings.json'
            instead = 'ask'
            [afterwards]
            sessions = '*'\
            """,
            """
            /a/agent.toml:4:1: "login_variables" does nothing without "login" in [state]
              add that, or remove login_variables
            /a/agent.toml:5:23: "copy" does nothing without "from" in an entry of state.seed
              add that, or remove copy
            /a/agent.toml:5:54: "from" does nothing without "copy" in an entry of state.seed
              add that, or remove from
            /a/agent.toml:8:1: "instead" does nothing without "left_out" in an entry of follow
              add that, or remove instead
            /a/agent.toml:10:1: "sessions" does nothing without "resume" in [afterwards]
              add that, or remove sessions\
            """),
        new WrongFile(
            "notes without a place",
            "command = ['a']\n[notes]",
            "/a/agent.toml:2:1: \"path\" is missing in [notes]"),
        new WrongFile(
            "notes in the project",
            "command = ['a']\n[notes]\npath = 'AGENTS.md'",
            """
            /a/agent.toml:3:8: "AGENTS.md" is not a place in the sandbox
              start it with ~/, / or a variable such as $XDG_CONFIG_HOME/\
            """),
        new WrongFile(
            "a key that only profiles have",
            "command = ['a']\nextends = 'b'",
            """
            /a/agent.toml:2:1: unknown key "extends" at the top level
              allowed: description, command, steered_by, managed, managed_unheeded, [install], [state], [notes], follow, [afterwards], [ide], [network], [filesystem], [environment]\
            """),
        new WrongFile(
            "a table that only profiles have",
            "command = ['a']\n[devshell]\nenable = true",
            """
            /a/agent.toml:2:1: unknown table "devshell"
              allowed: description, command, steered_by, managed, managed_unheeded, [install], [state], [notes], follow, [afterwards], [ide], [network], [filesystem], [environment]\
            """),
        new WrongFile(
            "several at once",
            "comand = ['a']\n[environment]\npass = ['A B']",
            """
            /a/agent.toml:1:1: "command" is missing at the top level
            /a/agent.toml:1:1: unknown key "comand" at the top level
              did you mean command?
            /a/agent.toml:3:9: "A B" is not the name of a variable
              a name is made of letters, digits and _, and may hold * and ?; values belong in set\
            """));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongFiles")
  void aWrongFileIsRefused(WrongFile wrong) {
    assertThat(render(wrong.toml())).isEqualTo(wrong.said());
  }

  @ParameterizedTest
  @ValueSource(strings = {"^1.2.3", "~1.2.3", "1.x", "*", "latest", "1.2", ">=1.0.0", "1.2.3 || 2"})
  void aVersionThatCanChangeIsRefused(String version) {
    String toml =
        "command = ['a']\n[install]\nnpm = 'a'\nprogram = 'a'\nversion = '" + version + "'";

    assertThat(render(toml))
        .isEqualTo(
            """
            /a/agent.toml:5:11: "%s" is not an exact version
              write one such as 1.2.3: what is installed must not change by itself\
            """
                .formatted(version));
  }

  private static AgentDefinition read(String toml) {
    Reading<AgentDefinition> reading = AgentReader.read("agent", "/a/agent.toml", toml);
    assertThat(reading.problems()).isEmpty();
    return reading.value();
  }

  private static String render(String toml) {
    List<Problem> problems = AgentReader.read("agent", "/a/agent.toml", toml).problems();
    assertThat(problems).extracting(Problem::where).doesNotContain(Optional.empty());
    return String.join("\n", problems.stream().map(Problem::render).toList());
  }

  private static Origin line(int line, int column) {
    return new Origin.Line("agent agent", new SourcePosition("/a/agent.toml", line, column));
  }
}
