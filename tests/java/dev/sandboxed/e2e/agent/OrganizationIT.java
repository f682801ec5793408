package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an organization puts on the machines of its people: rules for agents, and certificates. */
class OrganizationIT {

  // /etc of a namespace of its own, with rules of an organization for Claude Code.
  private static final String RULES =
      """
      mkdir -p "$TMPDIR/etc/claude-code/managed-settings.d" "$TMPDIR/etc/claude-code/.claude/rules"
      cd "$TMPDIR/etc/claude-code"
      for file in managed-settings.json managed-mcp.json managed-settings.d/a.json CLAUDE.md .claude/rules/org.md; do
        echo "rule of $file" >"$file"
      done
      cd "$OLDPWD"
      mkdir -p ~/org && cp -a ~/org/. "$TMPDIR/etc"
      cp -a /etc/. "$TMPDIR/etc" 2>/dev/null
      exec unshare --user --map-root-user --mount bash -c '
        mount --bind "$TMPDIR/etc" /etc || exit 9
        exec unshare --user --map-user="$0" --map-group="$1" -- "${@:2}"
      ' "$(id -u)" "$(id -g)" "$@"
      """;

  private static final String LOOK =
      """
      cd /etc/claude-code
      cat managed-settings.json managed-mcp.json managed-settings.d/* CLAUDE.md .claude/rules/org.md
      head -n1 .claude/rules/sandboxed.md
      echo mine 2>/dev/null >>managed-settings.json && echo written
      true
      """;

  private HostWorld world;

  @BeforeEach
  void setUp() {
    world = HostWorld.create();
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  @Test
  @Flips(agent = "managed")
  void itsRulesForTheAgentAreThereAndNotTakenAwaySilently() {
    world.behind("bash", "-c", RULES, "bash");
    world.installScript("claude", LOOK);

    assertThat(Launch.quietly(world).with("claude", "--network", "none").outcome())
        .succeeded()
        .outIs(
            """
            rule of managed-settings.json
            rule of managed-mcp.json
            rule of managed-settings.d/a.json
            rule of CLAUDE.md
            rule of .claude/rules/org.md
            # The sandbox you are in\
            """);
    String settings = "/etc/claude-code/managed-settings.json";
    assertThat(
            world.sandboxed("run", "claude", "--network", "none", "--deny", settings, "--dry-run"))
        .succeeded()
        .outContains(
            settings
                + ", which is this machine's policy for the agent, is denied, so the agent does"
                + " not obey it (option --deny)");
  }

  @Test
  void realClaudeCodeObeysItsRulesInside() {
    RealAgent.claude().install(world);
    assertThat(
            world.shell(
                """
                set -e
                mkdir -p ~/org/claude-code/managed-settings.d; cd ~/org/claude-code
                echo '{"permissions": {"deny": ["Bash(cat README.md)"]}, "hooks": {"PreToolUse": [{"matcher": "Bash",
                  "hooks": [{"type": "command", "command": "touch asked"}]}]}}' >managed-settings.json
                echo '{"env": {"ORGANIZATION": "here"}}' >managed-settings.d/a.json
                echo '{"mcpServers": {"org": {"command": "sh", "args": ["-c", "touch begun"]}}}' >managed-mcp.json
                """))
        .succeeded();
    world.behind("bash", "-c", RULES, "bash");
    try (ModelStub model = MessagesApiStub.asking("cat README.md", "echo $ORGANIZATION; ls")) {
      Profiles.reach(world, model);
      world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "the-key");
      world.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
      assertThat(
              world.sandboxed(
                  "run", "--quiet", "claude", "-p", "Please.", "--dangerously-skip-permissions"))
          .succeeded();
      assertThat(model.commandResults()).hasSize(2);
      assertThat(model.commandResults().getFirst()).doesNotContain("# A project");
      assertThat(model.commandResults().getLast().lines()).contains("here", "asked", "begun");
    }
  }

  /** It says itself that it skips them, and goes on. */
  @Test
  @Flips(agent = "managed_unheeded")
  void geminiDoesNotStartWithoutThem() {
    RealAgent.gemini().install(world);
    assertThat(world.shell("mkdir -p ~/org/gemini-cli; echo {} >~/org/gemini-cli/settings.json"))
        .succeeded();
    world.behind("bash", "-c", RULES, "bash").set("GEMINI_API_KEY", "the-key");
    String settings = "/etc/gemini-cli/settings.json";
    assertThat(world.sandboxed("run", "--quiet", "--network", "none", "gemini", "-p", "Please."))
        .exitedWith(125)
        .errContains(settings + ", this machine's policy for the agent, is not obeyed inside")
        .errContains("--accept missing-guards");
    assertThat(
            world.sandboxed(
                "run", "--network=none", "--accept=missing-guards", "gemini", "--list-extensions"))
        .errContains("is not obeyed inside")
        .errContains("Skipping system settings file '" + settings + "'");
  }

  @Test
  void itsCertificatesComeAlongWithTheVariableButNoKeyDoes() throws IOException {
    Path directory = Files.createDirectory(world.home().resolve("certs"));
    Path corporate = Files.writeString(directory.resolve("corp.pem"), pem("CERTIFICATE"));
    Path both =
        Files.writeString(directory.resolve("both.pem"), pem("CERTIFICATE") + pem("PRIVATE KEY"));
    Path gone = directory.resolve("gone.pem");
    world.set("NODE_EXTRA_CA_CERTS", corporate.toString());
    world.set("PIP_CERT", both.toString());
    world.set("SSL_CERT_FILE", gone.toString());
    String look = "cat $NODE_EXTRA_CA_CERTS; ls ~/certs; echo x 2>/dev/null >>$NODE_EXTRA_CA_CERTS";

    assertThat(Launch.of(world, "run", "--network", "none").shell(look))
        .outIs(pem("CERTIFICATE") + "corp.pem")
        .errContains("PIP_CERT names " + both + ", which is not inside: it holds a private key")
        .errContains(
            "SSL_CERT_FILE names " + gone + ", which is not inside: there is no such file");
    assertThat(
            Launch.of(world, "run", "--network", "none", "--deny", directory.toString())
                .shell("cat $NODE_EXTRA_CA_CERTS"))
        .failed()
        .errContains(corporate + ", which is not inside: a rule denies it");
  }

  private static String pem(String label) {
    return "-----BEGIN %1$s-----\nAA==\n-----END %1$s-----\n".formatted(label);
  }
}
