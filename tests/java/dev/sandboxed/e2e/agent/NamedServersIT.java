package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.GeminiApiStub;
import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.model.ResponsesApiStub;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the files of real agents name elsewhere, MCP servers above all, is started inside. */
class NamedServersIT {

  private final HostWorld world = HostWorld.create();

  /** A server that only says that it was started. */
  @BeforeEach
  void makeAServer() {
    assertThat(
            world.shell(
                """
                mkdir ~/tools && cd ~/tools
                printf '#!/bin/sh\\necho "$0 $*" >>%s/started\\nexit 1\\n' "$1" >server; chmod +x server; cp server guard
                """,
                world.project().toString()))
        .succeeded();
  }

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void openCodeHasThoseOfItsJsonWithCommentsAndResumesItsNewestSession() {
    RealAgent.openCode().install(world);
    write("~/tools/words.md", "Moin");
    world.set("OPENAI_API_KEY", "the-key").set("OPENCODE_DISABLE_MODELS_FETCH", "1");
    try (ModelStub model = ResponsesApiStub.asking("cat ~/tools/words.md")) {
      assertThat(openCode(model, "--model=openai/gpt-5")).succeeded();
      assertThat(model.commandResults()).containsExactly("Moin");
      assertStarted("server one");
    }
    // What is typed after its end, as its definition says.
    try (ModelStub model = ResponsesApiStub.asking()) {
      assertThat(openCode(model, "--continue")).succeeded();
      assertThat(model.requests())
          .anyMatch(request -> request.body().toString().contains("cat ~/tools/words.md"));
    }
  }

  @Test
  void codexHasThoseOfItsTomlAndDoesNotStartWithoutAGuard() {
    RealAgent.codex().install(world);
    try (ModelStub model = ResponsesApiStub.asking("true")) {
      write(
          "~/.codex/config.toml",
          """
          model = "gpt-5"
          model_provider = "stub"
          notify = ["HOME/tools/server", "notified"]
          [model_providers.stub]
          name = "stub"
          base_url = "%s"
          wire_api = "responses"
          env_key = "OPENAI_API_KEY"
          [mcp_servers.a]
          command = "HOME/tools/server"
          args = ["one"]
          """
              .formatted(model.baseUrl()));
      world.set("OPENAI_API_KEY", "the-key");

      assertThat(run(model, "codex", "exec", "Please.")).succeeded();
      assertStarted("server one");
      assertStarted("server notified");
    }
    write(
        "~/.codex/config.toml",
        """
        [[hooks.PreToolUse]]
        [[hooks.PreToolUse.hooks]]
        type = "command"
        command = "HOME/tools/guard"
        """);
    assertThat(world.sandboxed("run", "--deny=~/tools", "codex"))
        .exitedWith(125)
        .errContains("(/hooks/PreToolUse/0/hooks/0) names it");
    write("~/.codex/config.toml", "model = ");
    assertThat(world.sandboxed("run", "--dry-run", "codex"))
        .outContains("~/.codex/config.toml is not valid TOML, so what it names is neither shown");
  }

  /** Its skills, those of an extension's servers that lie elsewhere, and its own sandbox. */
  @Test
  void geminiHasThoseOfAnExtensionAndThePersonsSkillsAndIsToldThatItsSandboxDoesNotWork() {
    RealAgent.gemini().install(world);
    write("~/.gemini/settings.json", GeminiAtWorkIT.SETTINGS);
    write(
        "~/.agents/skills/moon/SKILL.md",
        "---\nname: moon\ndescription: how to reach the moon\n---\nFly.\n");
    write(
        "~/.gemini/extensions/sun/gemini-extension.json",
        """
        {"name": "sun", "version": "1.0.0", "mcpServers": {
          "a": {"command": "HOME/tools/server", "args": ["one"]},
          "b": {"command": "${extensionPath}/own", "args": ["two"]}}}
        """);
    assertThat(world.shell("cp ~/tools/server ~/.gemini/extensions/sun/own")).succeeded();
    try (ModelStub model = GeminiApiStub.asking("echo it works")) {
      assertThat(gemini(model)).succeeded();
      assertThat(model.commandResults()).singleElement().asString().contains("it works");
      assertThat(model.requests())
          .anyMatch(request -> request.body().toString().contains("how to reach the moon"));
      assertStarted("server one");
      assertStarted("own two");
    }
    write(
        "~/.gemini/settings.json",
        GeminiAtWorkIT.SETTINGS.replace("{\"auth", "{\"toolSandboxing\": true, \"auth"));
    assertThat(world.sandboxed("run", "--dry-run", "gemini"))
        .outContains(
            "~/.gemini/settings.json names what is not inside: toolSandboxing. Turn it off");
    try (ModelStub model = GeminiApiStub.asking("echo it works")) {
      assertThat(gemini(model)).succeeded();
      assertThat(model.commandResults()).singleElement().asString().contains("bwrap: ");
    }
  }

  @Test
  void claudeHasThoseOfAPluginAndDoesNotStartWithoutAGuardOfOne() {
    RealAgent.claude().install(world);
    write(
        "~/market/.claude-plugin/marketplace.json",
        """
        {"name": "market", "owner": {"name": "Ada"}, "plugins": [{"name": "p", "source": "./p"}]}
        """);
    write("~/market/p/.claude-plugin/plugin.json", "{\"name\": \"p\", \"version\": \"1.0.0\"}");
    write(
        "~/market/p/.mcp.json",
        "{\"mcpServers\": {\"a\": {\"command\": \"HOME/tools/server\", \"args\": [\"one\"]}}}");
    write(
        "~/market/p/hooks/hooks.json",
        """
        {"hooks": {"PreToolUse": [{"hooks": [
          {"type": "command", "command": "HOME/tools/guard || exit 2"}]}]}}
        """);
    assertThat(
            world.shell(
                "claude plugin marketplace add ~/market && claude plugin install p@market"
                    + " && echo key >~/.claude/.device-keys.json"))
        .succeeded();
    world.set("ANTHROPIC_API_KEY", "the-key").set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    try (ModelStub model = MessagesApiStub.asking("echo ran")) {
      world.set("ANTHROPIC_BASE_URL", model.baseUrl());
      assertThat(run(model, "claude", "-p", "Please.", "--dangerously-skip-permissions"))
          .succeeded();
      assertThat(model.commandResults()).doesNotContain("ran");
      assertStarted("server one");
      assertStarted("guard");
    }
    assertThat(world.sandboxed("run", "--deny=~/tools", "claude"))
        .exitedWith(125)
        .errContains("~/tools/guard is not inside");
    assertThat(world.sandboxed("run", "--quiet", "claude", "--shell", "-c", "ls -A ~/.claude"))
        .succeeded()
        .outContains("plugins")
        .outLacks(".device-keys.json");
    assertThat(world.sandboxed("run", "--quiet", "claude", "update"))
        .outContains("Updates are disabled");
  }

  private Outcome openCode(ModelStub model, String option) {
    write(
        "~/.config/opencode/opencode.jsonc",
        """
        { // The person's.
          "permission": "allow", "instructions": ["~/tools/words.md"],
          "provider": {"openai": {"options": {"baseURL": "%s"}}},
          "mcp": {"a": {"type": "local", "command": ["HOME/tools/server", "one"]},},
        }
        """
            .formatted(model.baseUrl()));
    return run(model, "opencode", "run", option, "Please.");
  }

  private Outcome gemini(ModelStub model) {
    world.set("GOOGLE_GEMINI_BASE_URL", model.baseUrl()).set("GEMINI_API_KEY", "the-key");
    return run(model, "gemini", "-m", GeminiApiStub.MODEL, "--approval-mode=yolo", "-p", "Please.");
  }

  private Outcome run(ModelStub model, String... words) {
    Profiles.reach(world, model);
    return world.sandboxed(
        Stream.concat(Stream.of("run", "--quiet"), Stream.of(words)).toArray(String[]::new));
  }

  private void write(String file, String text) {
    assertThat(
            world.shell(
                "f=~/${1#\\~/}; mkdir -p \"${f%/*}\" && printf %s \"$2\" >\"$f\"",
                file, text.replace("HOME", world.home().toString())))
        .succeeded();
  }

  private void assertStarted(String server) {
    assertThat(world.run("cat", "started")).succeeded().outContains(server);
  }
}
