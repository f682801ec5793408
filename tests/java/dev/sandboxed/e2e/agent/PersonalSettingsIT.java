package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.GeminiApiStub;
import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.AgentScript;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a person has told the agent to do everywhere holds inside, and the agent cannot change it.
 */
class PersonalSettingsIT {

  private static final String FILES =
      """
      mkdir -p ~/.claude/commands ~/dots
      echo '{"env": {"PERSONAL": "from-settings"}}' >~/.claude/settings.json
      echo 'Always say moin.' >~/dots/CLAUDE.md
      ln -s ../dots/CLAUDE.md ~/.claude/CLAUDE.md
      echo 'Review.' >~/.claude/commands/review.md
      echo private >~/.claude/history.jsonl
      """;

  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void settings() {
    assertThat(world.shell(FILES)).succeeded();
  }

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void theyAreReadInsideAndNothingElseOfThatDirectory() {
    assertThat(
            AgentScript.installed(world)
                .run("cd ~/.claude; cat settings.json CLAUDE.md commands/review.md history.jsonl"))
        .exitedWith(1)
        .outIs(
            """
            {"env": {"PERSONAL": "from-settings"}}
            Always say moin.
            Review.\
            """);
  }

  @Test
  void theyCannotBeChangedFromInside() {
    String change =
        """
        cd ~/.claude
        for file in settings.json CLAUDE.md commands/review.md; do
          (echo changed >$file) 2>&-; rm -f $file 2>&-; mv new $file 2>&-
        done
        touch commands/new 2>&-; rm -rf commands 2>&-; mv commands gone 2>&-
        echo done >own; cat own
        """;
    String look = "cd ~/.claude; cat settings.json CLAUDE.md; ls . commands ~/dots";
    String before = world.shell(look).out();

    assertThat(AgentScript.installed(world).run(change)).succeeded().outIs("done");

    assertThat(world.shell(look).out()).isEqualTo(before);
    assertThat(world.shell(change)).succeeded();
    assertThat(world.shell(look).out()).isNotEqualTo(before);
  }

  @Test
  void aWideGrantShowsThemAtTheirPlaceToo() {
    assertThat(
            AgentScript.installed(world)
                .run("cat ~/.claude/CLAUDE.md; (echo x >~/.claude/CLAUDE.md)", "--write", "~"))
        .exitedWith(2)
        .outIs("Always say moin.");
  }

  @Test
  void removedSettingsLeaveNoEmptyFilesBehind() {
    AgentScript agent = AgentScript.installed(world);
    assertThat(agent.run("test -s ~/.claude/settings.json")).succeeded();
    assertThat(world.run("rm", world.home() + "/.claude/settings.json")).succeeded();
    assertThat(agent.run("test ! -e ~/.claude/settings.json && echo mine >~/.claude/settings.json"))
        .succeeded();
    assertThat(agent.run("cat ~/.claude/settings.json")).succeeded().outIs("mine");
  }

  @Test
  void aProfileMayKeepThemOut() {
    Profiles.write(
        world,
        "mine",
        "extends = \"default\"\n[filesystem]\ndeny = [\"~/.claude/settings.json\"]\n");
    AgentScript agent = AgentScript.installed(world);
    assertThat(agent.run("cat ~/.claude/CLAUDE.md; cat ~/.claude/settings.json", "--profile=mine"))
        .exitedWith(1)
        .outIs("Always say moin.");
    assertThat(world.sandboxed("explain", "claude", "~/.claude/settings.json"))
        .outContains("read-only")
        .outContains("agent claude, ");
  }

  @Test
  void whatTheAgentPutsInTheirWayIsReported() {
    AgentScript agent = AgentScript.installed(world);
    assertThat(world.shell("mv ~/.claude ~/later")).succeeded();
    assertThat(agent.run("mkdir ~/.claude/settings.json; ln -s /etc/passwd ~/.claude/CLAUDE.md"))
        .succeeded();
    assertThat(world.shell("mv ~/later ~/.claude")).succeeded();
    assertThat(agent.run("echo started"))
        .exitedWith(125)
        .outIs("")
        .errContains("settings.json is in the way");
    assertThat(world.run("rm", world.home() + "/.claude/settings.json")).succeeded();
    assertThat(agent.run("cat ~/.claude/CLAUDE.md")).succeeded().outIs("Always say moin.");
  }

  @Test
  void realClaudeCodeObeysThem() {
    RealAgent.claude().install(world);
    try (MessagesApiStub model = MessagesApiStub.asking("echo $PERSONAL")) {
      Profiles.reach(world, model);
      world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "the-key");
      world.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
      assertThat(
              world.sandboxed(
                  "run", "--quiet", "claude", "-p", "Hi", "--dangerously-skip-permissions"))
          .succeeded()
          .outIs(ModelStub.FAREWELL)
          .errIsEmpty();
      assertThat(model.commandResults()).containsExactly("from-settings");
      assertThat(model.requests())
          .anyMatch(request -> request.body().toString().contains("Always say moin."));
    }
  }

  @Test
  void realGeminiObeysThem() {
    RealAgent.gemini().install(world);
    assertThat(
            world.shell(
                "mkdir ~/.gemini && printf %s \"$1\" >~/.gemini/settings.json"
                    + " && echo 'Always say moin.' >~/.gemini/GEMINI.md",
                GeminiAtWorkIT.SETTINGS))
        .succeeded();
    try (GeminiApiStub model = GeminiApiStub.asking("cat README.md")) {
      Profiles.reach(world, model);
      world.set("GOOGLE_GEMINI_BASE_URL", model.baseUrl()).set("GEMINI_API_KEY", "the-key");
      assertThat(
              world.sandboxed(
                  "run", "gemini", "-m", GeminiApiStub.MODEL, "--approval-mode=yolo", "-p", "Hi"))
          .succeeded()
          .outContains(ModelStub.FAREWELL);
      assertThat(model.commandResults()).hasSize(1);
      assertThat(model.requests())
          .anyMatch(request -> request.body().toString().contains("Always say moin."));
    }
  }
}
