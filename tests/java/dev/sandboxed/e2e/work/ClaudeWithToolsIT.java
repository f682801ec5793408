package dev.sandboxed.e2e.work;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real Claude Code with what a person has given it: an MCP server, a skill and a hook. */
class ClaudeWithToolsIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void aServerASkillAndAHookWorkTogether() {
    RealAgent.claude().install(world);
    NodePackages.install(world);
    assertThat(
            world.shell(
                """
                set -e
                mkdir -p ~/.claude/skills ~/dots/tidy ~/tools
                printf -- '---\\nname: tidy\\ndescription: Tidies-the-attic\\n---\\nTidy up.\\n' >~/dots/tidy/SKILL.md
                ln -s ~/dots/tidy ~/.claude/skills/tidy
                printf '#!/bin/sh\\ncat >hook.json\\n' >~/tools/after; chmod +x ~/tools/after
                echo '{"enableAllProjectMcpjsonServers": true, "hooks": {"PostToolUse": [{"matcher": "Bash", "hooks":
                  [{"type": "command", "command": "~/tools/after"}]}]}}' >~/.claude/settings.json
                echo '{"mcpServers": {"files": {"command": "node_modules/.bin/mcp-server-filesystem", "args": ["."]}}}' >.mcp.json
                """))
        .succeeded();
    try (ModelStub model = MessagesApiStub.asking("echo from-the-shell")) {
      Profiles.reach(world, model);
      world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "the-key");
      world.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");

      assertThat(
              world.sandboxed(
                  "run", "--quiet", "claude", "-p", "Please.", "--dangerously-skip-permissions"))
          .succeeded()
          .outIs(ModelStub.FAREWELL);

      assertThat(model.commandResults()).containsExactly("from-the-shell");
      assertThat(model.requests())
          .anyMatch(request -> request.body().toString().contains("Tidies-the-attic"))
          .anyMatch(request -> request.body().toString().contains("mcp__files__read_text_file"));
    }
    assertThat(world.project().resolve("hook.json")).content().contains("from-the-shell");
  }
}
