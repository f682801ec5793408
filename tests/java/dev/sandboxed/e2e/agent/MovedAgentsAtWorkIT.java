package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.GeminiApiStub;
import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.model.ResponsesApiStub;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real agents, whose directories a person has moved by their own variables. */
class MovedAgentsAtWorkIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  /**
   * Outside, Claude Code itself fills the directory; its skill is a link, as home-manager's are.
   */
  @Test
  void claudeCodeWorksWithAMovedDirectory() {
    RealAgent.claude().install(world);
    world.set("CLAUDE_CONFIG_DIR", world.home() + "/conf");
    world.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    assertThat(
            world.shell(
                """
                set -e
                market=~/market; mkdir -p $market/.claude-plugin $market/one/.claude-plugin $market/one/commands
                echo '{"name": "one", "version": "1.0.0", "description": "d"}' >$market/one/.claude-plugin/plugin.json
                printf -- '---\\ndescription: d\\n---\\nSay plugin-one.\\n' >$market/one/commands/one.md
                echo '{"name": "market", "owner": {"name": "Ada"}, "plugins": [{"name": "one", "source": "./one"}]}' \\
                  >$market/.claude-plugin/marketplace.json
                claude plugin marketplace add $market && claude plugin install one@market
                test -e ~/conf/.claude.json; test ! -e ~/.claude; test ! -e ~/.claude.json
                mkdir -p ~/conf/skills ~/profile/skills ~/built/moon
                printf -- '---\\nname: moon\\ndescription: Knows the moon-phase.\\n---\\nx\\n' >~/built/moon/SKILL.md
                ln -s ~/built/moon ~/profile/skills/moon; ln -s ../../profile/skills/moon ~/conf/skills/moon
                echo 'Always say moin.' >~/conf/CLAUDE.md
                printf %s "$1" >~/conf/.credentials.json
                sed -i '1s/{/{"env": {"PERSONAL": "from-settings"},/' ~/conf/settings.json
                """,
                LoginIT.token(Instant.now().plus(Duration.ofDays(1)))))
        .succeeded();
    assertThat(world.sandboxed("run", "--quiet", "claude", "auth", "status"))
        .outContains("\"loggedIn\": true");
    world.set("ANTHROPIC_API_KEY", "the-key");
    try (MessagesApiStub model = MessagesApiStub.asking("echo $PERSONAL $CLAUDE_CONFIG_DIR")) {
      Profiles.reach(world, model);
      world.set("ANTHROPIC_BASE_URL", model.baseUrl());
      assertThat(
              world.sandboxed(
                  "run", "--quiet", "claude", "-p", "/one:one", "--dangerously-skip-permissions"))
          .succeeded();
      assertThat(model.commandResults())
          .containsExactly("from-settings " + world.home() + "/.claude");
      assertThat(model.requests())
          .anyMatch(request -> request.body().toString().contains("Say plugin-one."))
          .anyMatch(request -> request.body().toString().contains("Always say moin."))
          .anyMatch(request -> request.body().toString().contains("moon-phase"));
    }
  }

  @Test
  void codexWorksWithAMovedDirectory() {
    RealAgent.codex().install(world);
    world.set("CODEX_HOME", world.home() + "/conf");
    assertThat(
            world.shell(
                "mkdir ~/conf && echo sk-outside | codex login --with-api-key && echo 'Always say moin.' >~/conf/AGENTS.md"))
        .succeeded();
    assertThat(world.sandboxed("run", "--quiet", "codex", "login", "status"))
        .succeeded()
        .errContains("API key configured");
    try (ModelStub model = ResponsesApiStub.asking("echo $CODEX_HOME")) {
      Profiles.reach(world, model);
      String settings =
          """
          model = "gpt-5"
          model_provider = "stub"
          [model_providers.stub]
          name = "stub"
          base_url = "%s"
          wire_api = "responses"
          requires_openai_auth = true
          """
              .formatted(model.baseUrl());
      assertThat(world.shell("printf %s \"$1\" >~/conf/config.toml", settings)).succeeded();
      assertThat(world.sandboxed("run", "--quiet", "codex", "exec", "Please."))
          .succeeded()
          .outContains(ModelStub.FAREWELL);
      assertThat(model.commandResults()).containsExactly(world.home() + "/.codex");
      assertThat(model.context()).contains("Always say moin.");
    }
    // It is inside, as it was outside; nothing was made in the usual place.
    assertThat(world.shell("grep -c sk-outside ~/conf/auth.json; ls -d ~/.codex"))
        .exitedWith(2)
        .outIs("1");
  }

  @Test
  void geminiWorksWithAMovedDirectory() {
    RealAgent.gemini().install(world);
    world.set("GEMINI_CLI_HOME", world.home() + "/conf");
    assertThat(
            world.shell(
                """
                mkdir -p ~/conf/.gemini ~/conf/.agents/skills/moon && cd ~/conf && printf %s "$1" >.gemini/settings.json
                printf -- '---\\nname: moon\\ndescription: Knows the moon-phase.\\n---\\nx\\n' >.agents/skills/moon/SKILL.md
                echo 'Always say moin.' >.gemini/GEMINI.md
                """,
                GeminiAtWorkIT.SETTINGS))
        .succeeded();
    try (GeminiApiStub model = GeminiApiStub.asking("echo home=$GEMINI_CLI_HOME; ls ~/.agents")) {
      Profiles.reach(world, model);
      world.set("GOOGLE_GEMINI_BASE_URL", model.baseUrl()).set("GEMINI_API_KEY", "the-key");
      assertThat(
              world.sandboxed(
                  "run", "gemini", "-m", GeminiApiStub.MODEL, "--approval-mode=yolo", "-p", "Hi"))
          .succeeded()
          .outContains(ModelStub.FAREWELL);
      assertThat(model.commandResults())
          .singleElement()
          .asString()
          .contains("home=\n")
          .contains("skills");
      assertThat(model.requests())
          .anyMatch(request -> request.body().toString().contains("Always say moin."))
          .anyMatch(request -> request.body().toString().contains("moon-phase"));
    }
  }
}
