package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the definition of Antigravity CLI says holds, for a stand-in: the program is not to be had.
 */
class AntigravityIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void itKeepsItsStateAndItsLoginHasItsKeysAndCannotChangeThePersonsSettings() {
    assertThat(
            world.shell(
                """
                mkdir -p ~/.gemini/antigravity-cli ~/.gemini/config ~/tools
                cd ~/.gemini; echo Mine >GEMINI.md; echo other >oauth_creds.json
                echo x >antigravity-cli/mcp_oauth_tokens.json
                printf '#!/bin/sh\\n' >~/tools/guard; chmod +x ~/tools/guard; cp ~/tools/guard ~/tools/server
                echo '{"modelProvider": "gemini", "enableTerminalSandbox": false}' >antigravity-cli/settings.json
                echo '{"mine": {"PreToolUse": [{"hooks": [{"command": "~/tools/guard"}]}]}}' >antigravity-cli/hooks.json
                echo '{"mcpServers": {"a": {"command": "~/tools/server"}}}' >config/mcp_config.json
                """))
        .succeeded();
    world
        .set("GEMINI_API_KEY", "k")
        .installScript(
            "agy",
            """
            cd ~/.gemini
            echo "$GEMINI_API_KEY|$AGY_CLI_DISABLE_AUTO_UPDATE|${SSH_CONNECTION%% *}"
            cat GEMINI.md antigravity-cli/antigravity-oauth-token antigravity-cli/history 2>&1
            ls ~/tools . antigravity-cli
            echo changed 2>/dev/null >antigravity-cli/settings.json || echo read-only
            echo "$1" >>antigravity-cli/history
            echo "{\\"token\\": \\"$1\\"}" >new; mv new antigravity-cli/antigravity-oauth-token
            """);

    assertThat(world.sandboxed("run", "--quiet", "antigravity", "first"))
        .succeeded()
        .outContains("k|true|127.0.0.1\nMine\n")
        .outContains("guard\nserver\n")
        .outContains("read-only")
        .outLacks("oauth_creds.json")
        .outLacks("mcp_oauth_tokens.json");
    assertThat(world.sandboxed("run", "--quiet", "antigravity", "second"))
        .succeeded()
        .outContains("Mine\n{\"token\": \"first\"}\nfirst\n");
    assertThat(world.shell("ls ~/.gemini/antigravity-cli ~/.gemini"))
        .succeeded()
        .outLacks("history");
    assertThat(world.sandboxed("run", "--quiet", "--deny=~/tools", "antigravity"))
        .exitedWith(125)
        .errContains("~/tools/guard is not inside");
    assertThat(
            world.shell(
                "echo '{\"enableTerminalSandbox\": true}' >~/.gemini/antigravity-cli/settings.json"))
        .succeeded();
    assertThat(world.sandboxed("run", "--dry-run", "antigravity"))
        .succeeded()
        .outContains("enableTerminalSandbox. Turn it off");
  }

  @Test
  void withoutTheProgramItSaysWhatIsMissing() {
    assertThat(world.sandboxed("run", "antigravity"))
        .exitedWith(127)
        .errContains("agy: command not found");
  }
}
