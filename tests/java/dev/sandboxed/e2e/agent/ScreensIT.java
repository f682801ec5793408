package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.GeminiApiStub;
import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.model.ResponsesApiStub;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import dev.sandboxed.e2e.world.Terminal;
import dev.sandboxed.e2e.world.Where;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a person sees of the real agents on a terminal. */
class ScreensIT {

  private static final Pattern RESUME =
      Pattern.compile(
          "sandboxed: to resume this session: ([a-z]+-sandboxed --resume (\\S+)|.*--last|.*--continue)");

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  @Flips(agent = {"afterwards.resume", "afterwards.sessions"})
  void claudeHasThePersonsStatusLineAndSkillsAndTheLineAfterItsEndResumesIt() {
    RealAgent.claude().install(world);
    assertThat(
            world.shell(
                """
                printf '{"projects": {"%s": {"hasTrustDialogAccepted": true}},
                  "customApiKeyResponses": {"approved": ["the-key"], "rejected": []}}' "$PWD" >~/.claude.json
                mkdir -p ~/.claude/skills ~/dots/moon ~/tools; ln -s ~/dots/moon ~/.claude/skills/moon
                printf -- '---\\nname: moon\\ndescription: Deploys to the moon\\n---\\nGo.\\n' >~/dots/moon/SKILL.md
                printf '#!/bin/sh\\necho the-line\\n' >~/tools/line; chmod +x ~/tools/line
                echo '{"statusLine": {"type": "command", "command": "~/tools/line"}}' >~/.claude/settings.json
                """))
        .succeeded();
    try (ModelStub model = MessagesApiStub.asking();
        Terminal terminal = terminal(model)) {
      terminal.enter("claude-sandboxed; echo status $?");
      terminal.waitUntilShows("❯").enter("Please.").waitUntilShows(ModelStub.FAREWELL);
      terminal.waitUntilShows("the-line");
      assertThat(model.requests())
          .anyMatch(request -> request.body().toString().contains("Deploys to the moon"));
      terminal.enter("/exit").waitUntilShowsLine("status 0");

      Matcher line = RESUME.matcher(terminal.screen());
      assertThat(line.find()).as(terminal.screen()).isTrue();
      assertThat(terminal.screen()).contains("claude --resume " + line.group(2));
      terminal.clear().enter(line.group(1)).waitUntilShows(ModelStub.FAREWELL);
    }
  }

  @Test
  void geminiAsksAboutNothingThatIsTrustedOutsideNorAboutItsNotesAndKnowsThatItIsInASandbox() {
    assertThat(
            world.shell(
                """
                mkdir ~/.gemini; echo "{\\"$PWD\\": \\"TRUST_FOLDER\\"}" >~/.gemini/trustedFolders.json
                """))
        .succeeded();
    RealAgent.gemini()
        .install(
            world,
            Where.SANDBOXED,
            "settings.json",
            "{\"security\": {\"auth\": {\"selectedType\": \"gemini-api-key\"}}}");
    try (ModelStub model = GeminiApiStub.asking();
        Terminal terminal = terminal(model)) {
      terminal.enter("gemini-sandboxed -m " + GeminiApiStub.MODEL);
      terminal.waitUntilShows("Type your message").waitUntilShows("current process");
      assertThat(terminal.screen()).doesNotContain("no sandbox", "Do you trust");
      say(terminal, "Please.").waitUntilShows(ModelStub.FAREWELL);
      terminal.press("C-c").waitUntilShows("Ctrl+C again").press("C-c");
      terminal.waitUntilShows("sandboxed: to resume this session: ");
      Matcher line = RESUME.matcher(terminal.screen());
      assertThat(line.find()).as(terminal.screen()).isTrue();
      assertThat(line.group(2)).isEqualTo("latest");
      terminal.clear().enter(line.group(1)).waitUntilShows(ModelStub.FAREWELL);
    }
    // What it would be without what sandboxed gives it.
    assertThat(
            world.shell(
                "sed -i 's,\"/sandboxed\",\"/other\",' ~/.local/state/sandboxed/instances/*/gemini/trustedFolders.json"))
        .succeeded();
    try (ModelStub model = GeminiApiStub.asking();
        Terminal terminal = terminal(model)) {
      terminal.enter("sandboxed run --quiet --env SANDBOX= gemini");
      terminal.waitUntilShows("- /sandboxed").press("Enter");
      terminal.waitUntilShows("no sandbox");
    }
  }

  @Test
  void theLineAfterCodexEndsResumesIt() {
    RealAgent.codex().install(world);
    world.set("OPENAI_API_KEY", "the-key");
    try (ModelStub model = ResponsesApiStub.asking();
        Terminal terminal = terminal(model)) {
      assertThat(
              world.shell(
                  """
                  mkdir ~/.codex && printf '
                  model = "gpt-5"
                  model_provider = "stub"
                  [model_providers.stub]
                  name = "stub"
                  base_url = "%s"
                  wire_api = "responses"
                  env_key = "OPENAI_API_KEY"
                  [projects."%s"]
                  trust_level = "trusted"
                  ' "$1" "$PWD" >~/.codex/config.toml
                  """,
                  model.baseUrl()))
          .succeeded();
      terminal.enter("sandboxed run -q codex Please.; echo status $?");
      terminal.waitUntilShows(ModelStub.FAREWELL).press("C-d").waitUntilShowsLine("status 0");
      Matcher line = RESUME.matcher(terminal.screen());
      assertThat(line.find()).as(terminal.screen()).isTrue();
      assertThat(line.group(1)).isEqualTo("sandboxed run -q codex resume --last");
      terminal.clear().enter(line.group(1)).waitUntilShows(ModelStub.FAREWELL);
    }
  }

  @Test
  void theLineAfterOpenCodeEndsResumesIt() {
    RealAgent.openCode().install(world);
    world.set("OPENAI_API_KEY", "the-key").set("OPENCODE_DISABLE_MODELS_FETCH", "1");
    try (ModelStub model = ResponsesApiStub.asking();
        Terminal terminal = terminal(model)) {
      assertThat(
              world.shell(
                  """
                  mkdir -p ~/.config/opencode && echo '{"provider": {"openai": {"options": {"baseURL": "'"$1"'"}}}}' \
                    >~/.config/opencode/opencode.json
                  """,
                  model.baseUrl()))
          .succeeded();
      terminal.enter("sandboxed run -q opencode run -m openai/gpt-5 Please.; echo status $?");
      terminal.waitUntilShowsLine("status 0");
      Matcher line = RESUME.matcher(terminal.screen());
      assertThat(line.find()).as(terminal.screen()).isTrue();
      assertThat(line.group(1)).isEqualTo("sandboxed run -q opencode --continue");
    }
  }

  /** Gemini does that when a folder is trusted, unless it is slow. */
  @Test
  @Flips(agent = "afterwards.again")
  void anAgentThatAsksForItIsStartedAgainOnATerminalAsItWas() {
    Profiles.write(world, "agents/asker", "command = ['asker']\n[afterwards]\nagain = 75\n");
    world.installScript(
        "asker", "echo \"$#:$*:$LC_ALL\" >>times; [ $(wc -l <times) -gt 2 ] || exit 75; exit 3");
    assertThat(world.sandboxed("run", "--quiet", "asker")).exitedWith(75).errIsEmpty();
    try (Terminal terminal = terminal()) {
      terminal.enter("LC_ALL=POSIX sandboxed run --env LC_ALL -q asker 'a b'; echo status $?");
      terminal.waitUntilShowsLine("status 3");
      assertThat(terminal.screen()).contains("sandboxed: the agent asks to be started again");
    }
    assertThat(world.shell("cat times")).outIs("0::\n1:a b:POSIX\n1:a b:POSIX");
  }

  /** Not at once: it would take Enter for a part of what was pasted. */
  private static Terminal say(Terminal terminal, String words) {
    return terminal.type(words).waitUntilShows("> " + words).press("Enter");
  }

  /** A shell that finds sandboxed. */
  private Terminal terminal() {
    for (String name : List.of("sandboxed", "claude-sandboxed", "gemini-sandboxed")) {
      world.install(name, Checkout.program(name));
    }
    return Terminal.bash(world);
  }

  private Terminal terminal(ModelStub model) {
    Profiles.reach(world, model);
    world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "the-key");
    world.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    world.set("GOOGLE_GEMINI_BASE_URL", model.baseUrl()).set("GEMINI_API_KEY", "the-key");
    return terminal();
  }
}
