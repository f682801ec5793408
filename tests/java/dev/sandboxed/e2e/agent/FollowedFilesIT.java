package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.AgentScript;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a person's own files of the agent name is inside, or is said to be missing. */
class FollowedFilesIT {

  private static final String GUARD =
      """
      mkdir -p ~/.claude ~/guards
      printf '#!/bin/sh\\necho not-today >&2; exit 2\\n' >~/guards/check
      chmod +x ~/guards/check
      echo 'See @~/guards/words.md' >~/.claude/CLAUDE.md; echo Moin >~/guards/words.md
      echo '{"hooks": {"PreToolUse": [{"matcher": "Bash", "hooks":
        [{"type": "command", "command": "~/guards/check --strictly"}]}]}}' >~/.claude/settings.json
      """;

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void whatTheyNameComesAlongReadOnly() {
    assertThat(
            world.shell(
                """
                mkdir -p ~/.claude/skills ~/dots/skills/deploy ~/tools
                echo 'Use @~/dots/style.md but not `@~/dots/code.md`.' >~/.claude/CLAUDE.md
                echo 'As in @more.md' >~/dots/style.md; echo Moin >~/dots/more.md; echo x >~/dots/code.md
                echo Deploy >~/dots/skills/deploy/SKILL.md
                ln -s ../../dots/skills/deploy ~/.claude/skills/deploy
                echo line >~/tools/line.py; echo secret >~/tools/token; echo {} >~/tools/package.json
                printf %s '{"statusLine": {"command": "python3 ~/tools/line.py --token ~/tools/token"}}' \\
                  >~/.claude/settings.json
                printf %s '{"mcpServers": {"issues": {"command": "x", "env": {"KEY": "k"}}}}' >~/.claude.json
                """))
        .succeeded();

    assertThat(
            AgentScript.installed(world)
                .run(
                    "cd; cat dots/*.md .claude/skills/deploy/SKILL.md tools/*; ls -a; (echo x >tools/line.py)"))
        .exitedWith(2)
        .outContains("Moin\nAs in @more.md\nDeploy\nline\n")
        .outLacks("secret")
        .outLacks(".claude.json");
    assertThat(world.sandboxed("run", "--dry-run", "claude"))
        .succeeded()
        .outContains("~/tools/token is not inside, although ~/.claude/settings.json (/statusLine)")
        .outContains("~/tools/line.py is inside, but not the rest of ~/tools")
        .outContains("~/.claude.json names what is not inside: issues. Add MCP servers inside");
    assertThat(world.sandboxed("explain", "claude", "~/tools/line.py"))
        .outContains("named in ~/.claude/settings.json (/statusLine)");
    assertThat(world.shell("echo '{\"hooks\":' >~/.claude/settings.json")).succeeded();
    assertThat(world.sandboxed("run", "--dry-run", "claude"))
        .outContains(
            "~/.claude/settings.json is not valid JSON, so what it names is neither shown");
    assertThat(world.shell("chmod 0 ~/.claude/settings.json")).succeeded();
    assertThat(world.sandboxed("run", "--dry-run", "claude"))
        .outContains("~/.claude/settings.json cannot be read, so what it names is neither shown");
  }

  @Test
  void nothingComesAlongFromWhereTheAgentCanWrite() {
    String files =
        """
        mkdir -p ~/.claude ~/own; echo 'See @~/own/a.md' >~/.claude/CLAUDE.md
        echo 'See @~/.ssh/id_rsa' >~/own/a.md
        """;
    assertThat(world.shell(files)).succeeded();
    AgentScript agent = AgentScript.installed(world);

    assertThat(agent.run("cat ~/.ssh/id_rsa")).succeeded().outIs(world.sshKey());
    assertThat(agent.run("cat ~/.ssh/id_rsa", "--deny=~/.ssh")).exitedWith(1).outIs("");
    assertThat(agent.run("cat ~/.ssh/id_rsa", "--write=~/own")).exitedWith(1).outIs("");
    // An agent may have written it by then.
    assertThat(agent.run("cat ~/.ssh/id_rsa")).exitedWith(1).outIs("");
    assertThat(
            world.shell("ln -sf ~/.ssh/id_rsa ~/own/a.md; ln -sf ../own/a.md ~/.claude/CLAUDE.md"))
        .succeeded();
    assertThat(agent.run("cat ~/.claude/CLAUDE.md"))
        .exitedWith(125)
        .errContains("through a symlink that an agent could have made");
  }

  @Test
  void realClaudeCodeAsksAGuardThatLiesElsewhereAndDoesNotStartWithoutIt() {
    RealAgent.claude().install(world);
    assertThat(world.shell(GUARD)).succeeded();
    try (MessagesApiStub model = MessagesApiStub.asking("echo ran")) {
      assertThat(work(model)).succeeded();
      assertThat(model.commandResults()).singleElement().asString().contains("not-today");
      assertThat(model.requests()).anyMatch(request -> request.body().toString().contains("Moin"));
    }
    // The agent obeys it in this encoding as well.
    assertThat(
            world.shell(
                """
                cd ~/.claude && { printf '\\xff\\xfe'; iconv -t UTF-16LE settings.json; } >other && mv other settings.json
                """))
        .succeeded();
    try (MessagesApiStub model = MessagesApiStub.asking("echo ran")) {
      assertThat(work(model, "--deny=~/guards"))
          .exitedWith(125)
          .errContains("~/guards/check is not inside")
          .errContains("(/hooks/PreToolUse/0/hooks/0) names it: the agent would go on without")
          .errContains("--accept missing-guards");
      assertThat(work(model, "--deny=~/guards", "--accept=missing-guards")).succeeded();
      assertThat(model.commandResults()).containsExactly("ran");
    }
  }

  @Test
  void realClaudeCodeHasThePersonsPluginsAndCanInstallMoreForTheProject() {
    RealAgent.claude().install(world);
    assertThat(
            world.shell(
                """
                set -e
                market=~/market; mkdir -p $market/.claude-plugin
                for plugin in one two; do
                  mkdir -p $market/$plugin/.claude-plugin $market/$plugin/commands
                  echo "{\\"name\\": \\"$plugin\\", \\"version\\": \\"1.0.0\\", \\"description\\": \\"d\\"}" >$market/$plugin/.claude-plugin/plugin.json
                  printf -- '---\\ndescription: d\\n---\\nSay plugin-%s.\\n' $plugin >$market/$plugin/commands/$plugin.md
                done
                echo '{"name": "market", "owner": {"name": "Ada"}, "plugins": [
                  {"name": "one", "source": "./one"}, {"name": "two", "source": "./two"}]}' >$market/.claude-plugin/marketplace.json
                claude plugin marketplace add $market && claude plugin install one@market
                """))
        .succeeded();
    try (MessagesApiStub model = MessagesApiStub.asking()) {
      assertThat(workOn(model, "/one:one")).succeeded();
      assertThat(model.requests())
          .anyMatch(request -> request.body().toString().contains("Say plugin-one."));
    }
    assertThat(
            world.sandboxed(
                "run", "--quiet", "claude", "plugin", "install", "two@market", "--scope=local"))
        .succeeded();
    try (MessagesApiStub model = MessagesApiStub.asking()) {
      assertThat(workOn(model, "/two:two")).succeeded();
      assertThat(model.requests())
          .anyMatch(request -> request.body().toString().contains("Say plugin-two."));
    }
    assertThat(world.shell("ls ~/.claude/plugins/cache/market")).outIs("one");
  }

  @Test
  void realGeminiHasAnExtensionThatIsALink() {
    RealAgent.gemini().install(world);
    assertThat(
            world.shell(
                """
                mkdir ~/moon; echo '{"name": "moon", "version": "1.0.0"}' >~/moon/gemini-extension.json
                gemini extensions link ~/moon --consent
                """))
        .succeeded();
    assertThat(world.sandboxed("run", "--quiet", "--network=none", "gemini", "extensions", "list"))
        .succeeded()
        .errContains("moon (1.0.0)");
    assertThat(world.sandboxed("run", "--dry-run", "--deny=~/moon", "gemini"))
        .outContains("moon is not inside, although ~/.gemini/extensions/moon/");
  }

  /** What your files name may lie in another project, where another agent works. */
  @Test
  void whatAnotherAgentWroteKeepsNoLaunchWaiting() {
    assertThat(
            world.shell(
                """
                mkdir -p ~/.claude
                echo 'See @~/work/other/rules.md' >~/.claude/CLAUDE.md
                perl -e 'print "\\n" x 1000000, "Moin"' >../other/rules.md
                perl -e 'print q({"statusLine": {"command": "), "/bin/true " x 600000, q("}})' \\
                  >../other/settings.json
                ln -s ../work/other/settings.json ~/.claude/settings.json
                """))
        .succeeded();
    AgentScript.installed(world);
    assertThat(world.sandboxed("run", "--dry-run", "claude"))
        .succeeded()
        .outContains("your settings of the agent name more than 500 programs and files");
  }

  private Outcome work(ModelStub model, String... options) {
    return launch(model, "Please.", options);
  }

  private Outcome workOn(ModelStub model, String prompt) {
    return launch(model, prompt);
  }

  private Outcome launch(ModelStub model, String prompt, String... options) {
    Profiles.reach(world, model);
    world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "the-key");
    world.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    return world.sandboxed(
        Stream.of(
                Stream.of("run", "--quiet"),
                Stream.of(options),
                Stream.of("claude", "-p", prompt, "--dangerously-skip-permissions"))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }
}
