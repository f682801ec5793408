package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.AgentScript;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Profiles;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A person who has moved an agent's directory by its variable has their login, settings and memory
 * inside, in their usual places, and no agent can have chosen that directory.
 */
class MovedDirectoryIT {

  private static final String FILES =
      """
      set -e
      mkdir -p ~/.claude ~/conf/claude/skills ~/conf/shared/moon ~/.config
      cd ~/conf/claude
      echo '{"env": {"FROM": "moved"}}' >settings.json
      echo 'As in @../more.md' >CLAUDE.md; echo 'Always say moin.' >../more.md
      echo Moon >../shared/moon/SKILL.md; ln -s ../../shared/moon skills/moon
      echo '{"theme": "light", "mcpServers": {"issues": {"command": "x"}}}' >.claude.json
      echo login-of-conf >.credentials.json
      echo '{"env": {"FROM": "usual"}}' >~/.claude/settings.json
      echo login-of-the-usual-place >~/.claude/.credentials.json
      """;

  private final HostWorld world = HostWorld.create();
  private final String moved = world.home().resolve("conf/claude").toString();

  @BeforeEach
  void files() {
    assertThat(world.shell(FILES)).succeeded();
  }

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  @Flips(agent = {"state.moved.below", "state.moved.place", "state.moved.variable"})
  void loginSettingsAndMemoryComeFromThereAndAreInTheirUsualPlacesInside() {
    AgentScript agent = AgentScript.installed(world);
    world.set("CLAUDE_CONFIG_DIR", moved);

    assertThat(
            agent.run(
                """
                cd ~/.claude; cat settings.json .credentials.json skills/moon/SKILL.md .claude.json
                cat "$(sed 's/.*@//' CLAUDE.md)"
                echo renewed >.credentials.json; echo $CLAUDE_CONFIG_DIR; ls -A ~/conf 2>&1
                (echo changed >settings.json) 2>&- || echo read-only
                """))
        .exitedWith(0)
        .outContains("{\"env\": {\"FROM\": \"moved\"}}\nlogin-of-conf\nMoon\n")
        .outContains("\"theme\" : \"light\"")
        .outContains("Always say moin.\n" + world.home() + "/.claude\n")
        .outContains("read-only")
        .outLacks("usual");
    assertThat(world.shell("cat ~/.claude/.credentials.json ~/conf/claude/.credentials.json"))
        .outIs("login-of-the-usual-place\nrenewed");
    assertThat(world.sandboxed("run", "--dry-run", "claude"))
        .succeeded()
        .outContains("login and settings come from " + moved + ", which CLAUDE_CONFIG_DIR names")
        .outContains("~/conf/claude/.claude.json names what is not inside: issues");
    assertThat(world.sandboxed("explain", "claude", "~/.claude/settings.json", moved))
        .outContains("read-only, from " + moved + "/settings.json")
        .outContains("not visible: nothing grants it");
  }

  /** As a usual home's is covered by the instance. */
  @Test
  void aGrantOfTheWholeHomeShowsNothingMoreOfIt() {
    AgentScript agent = AgentScript.installed(world);
    world.set("CLAUDE_CONFIG_DIR", moved);
    assertThat(world.shell("rm -r ~/.claude && touch ~/here")).succeeded();
    String look =
        "cat ~/.claude/.credentials.json ~/conf/claude/.credentials.json 2>&-; ls ~/here;"
            + " (echo x >~/conf/claude/settings.json) 2>&- || echo closed";
    String home = world.home() + "/here\n";

    assertThat(agent.run(look, "--read=~")).succeeded().outIs("login-of-conf\n" + home + "closed");
    assertThat(agent.run(look, "--read=~", "--auth=none")).outIs(home + "closed");
    // One that is still missing could be made.
    assertThat(world.shell("rm -r ~/conf/claude ~/.claude")).succeeded();
    assertThat(agent.run("mkdir -p ~/conf/claude; " + look, "--write=~"))
        .succeeded()
        .outIs("{}\n" + home + "closed");
    assertThat(world.shell("ls -A ~/conf/claude ~/.claude"))
        .outIs("%1$s/.claude:\n\n%1$s/conf/claude:".formatted(world.home()));
  }

  @Test
  void rulesAboutTheUsualPlaceAreAboutIt() {
    Profiles.write(
        world,
        "mine",
        """
        extends = "default"
        [filesystem]
        deny = ["~/.claude/settings.json", "~/.claude/skills/m*/*.md", "~/conf/claude/CLAUDE.md"]
        """);
    AgentScript agent = AgentScript.installed(world);
    world.set("CLAUDE_CONFIG_DIR", moved);
    String look = "cd ~/.claude; cat settings.json skills/*/*.md CLAUDE.md 2>&-; echo end";
    assertThat(world.shell("rm ~/conf/claude/skills/moon; mkdir ~/conf/claude/skills/moon"))
        .succeeded();
    assertThat(world.shell("echo Moon >~/conf/claude/skills/moon/SKILL.md")).succeeded();

    assertThat(agent.run(look)).outContains("moved").outContains("Moon").outContains("As in");
    assertThat(agent.run(look, "--profile=mine")).outIs("end");
  }

  /** Two directories are two accounts. */
  @Test
  void whatIsKeptForOneDirectoryIsNotThereForAnother() {
    AgentScript agent = AgentScript.installed(world);
    assertThat(world.shell("rm ~/.claude/.credentials.json ~/conf/claude/.credentials.json"))
        .succeeded();
    String look = "cd ~/.claude; cat .credentials.json history 2>&-; echo end";
    assertThat(agent.run("cd ~/.claude; echo usual >.credentials.json; echo told >history"))
        .succeeded();
    world.set("CLAUDE_CONFIG_DIR", moved);
    assertThat(agent.run(look + "; echo other >.credentials.json; echo heard >history"))
        .outIs("{}\nend");
    assertThat(agent.run(look)).outIs("other\nheard\nend");
    assertThat(agent.runIn(world.otherProject(), look)).outIs("other\nend");
    // A symlink may lead to one account, and then to another.
    assertThat(world.shell("mkdir ~/conf/second && ln -s conf/claude ~/account")).succeeded();
    world.set("CLAUDE_CONFIG_DIR", world.home() + "/account");
    assertThat(agent.run(look)).outIs("other\nheard\nend");
    assertThat(world.shell("ln -sfn conf/second ~/account")).succeeded();
    assertThat(agent.run(look)).outIs("{}\nend");
    // As for most programs, an empty one is none.
    world.set("CLAUDE_CONFIG_DIR", "");
    assertThat(agent.run(look)).outIs("usual\ntold\nend");
    // So is one that names the usual place.
    world.set("CLAUDE_CONFIG_DIR", world.home() + "/x/../.claude/");
    assertThat(agent.run(look)).outIs("usual\ntold\nend");
  }

  @Test
  void whatIsKeptForItGoesWithTheProject() {
    AgentScript agent = AgentScript.installed(world);
    world.set("CLAUDE_CONFIG_DIR", moved);
    assertThat(agent.run("echo heard >~/.claude/history")).succeeded();
    String find = "find ~/.local/state/sandboxed/instances -name history";
    assertThat(world.shell(find)).outContains("/claude@");
    assertThat(
            world.shellIn(
                world.home(),
                "rm -r \"$1\" && \"$2\" gc",
                world.project().toString(),
                Checkout.program("sandboxed").toString()))
        .succeeded()
        .outContains("the agents' state for " + world.project());
    assertThat(world.shellIn(world.home(), find)).outIs("");
  }

  @Test
  void aVariableThatNamesWhatIsNoAgentsDirectoryStopsTheLaunch() {
    AgentScript agent = AgentScript.installed(world);
    assertThat(
            world.shell(
                """
                set -e
                cd "$1"; mkdir inside; ln -s ~/conf/claude link
                cd; touch file; ln -s nowhere dangling; ln -s "$1"/inside into
                """,
                world.project().toString()))
        .succeeded();
    String home = world.home().toString();
    Map<String, String> refused =
        Map.ofEntries(
            Map.entry("conf/claude", "which is not an absolute path"),
            Map.entry(home + "/a\uFFFD", "which is not UTF-8"),
            Map.entry("/", "but your home is in /"),
            Map.entry(home, "but your home is in " + home),
            Map.entry("/proc/self/cwd", "which is the kernel's"),
            Map.entry(home + "/file", "which is not a directory"),
            Map.entry(home + "/dangling", "/dangling is a symlink that leads nowhere"),
            Map.entry(home + "/dangling/deeper", "/dangling is a symlink that leads nowhere"),
            Map.entry(world.project() + "/inside", "which is in the project, where the agent can"),
            Map.entry(world.project() + "/link", "which is in the project, where the agent can"),
            Map.entry(home + "/into", "which is in the project, where the agent can"),
            Map.entry(home + "/.local/state/sandboxed/instances/x", "sandboxed's own directory"));
    refused.forEach((value, words) -> {
      world.set("CLAUDE_CONFIG_DIR", value);
      assertThat(agent.run("echo started"))
          .exitedWith(125)
          .outIs("")
          // A long one is not shown whole.
          .errContains("CLAUDE_CONFIG_DIR is \"" + value.substring(0, Math.min(value.length(), 60)))
          .errContains(words);
    });
    world.set("CLAUDE_CONFIG_DIR", moved);
    assertThat(agent.run("echo started", "--env=CLAUDE_CONFIG_DIR"))
        .exitedWith(125)
        .errContains(
            "CLAUDE_CONFIG_DIR cannot be chosen for inside: what it names is at ~/.claude");
    assertThat(agent.run("echo started")).succeeded().outIs("started");
  }

  @Test
  void whereAnAgentCouldWriteOnceItMayNotLead() {
    AgentScript agent = AgentScript.installed(world);
    assertThat(agent.run("true", "--write=~/conf")).succeeded();
    world.set("CLAUDE_CONFIG_DIR", moved);
    assertThat(agent.run("echo started"))
        .exitedWith(125)
        .errContains("which is in " + world.home() + "/conf, where an agent could write in an");
    // Then the usual place is no better.
    assertThat(world.shell("rm -r ~/.local/state/sandboxed")).succeeded();
    world.set("CLAUDE_CONFIG_DIR", "");
    assertThat(agent.run("true", "--write=~")).succeeded();
    world.set("CLAUDE_CONFIG_DIR", moved);
    // A program there may be an agent's by now, too, and is only inside where that is granted.
    assertThat(agent.run("cat ~/.claude/.credentials.json", "--read=~/bin"))
        .succeeded()
        .outIs("login-of-conf");
  }
}
