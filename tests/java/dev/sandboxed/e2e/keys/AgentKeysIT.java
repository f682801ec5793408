package dev.sandboxed.e2e.keys;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only an agent definition can say, said by one of the person's own, and left out. */
class AgentKeysIT {

  private static final String SMALLEST =
      "command = ['toy']\n[state]\ndirectory = '~/.toy'\ncredentials = ['login']\n";

  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void install() {
    world.installScript("toy", "cd ~/.toy; eval \"$1\"");
    shell("mkdir ~/.toy");
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  private void shell(String script) {
    assertThat(world.shell("set -e\n" + script)).succeeded();
  }

  private Outcome inside(String definition, String script, String... options) {
    Profiles.write(world, "agents/toy", definition);
    return Launch.of(world, "run").with(options).with("toy", script).outcome();
  }

  @Test
  @Flips(agent = {"state.seed.file", "state.seed.content", "state.seed.from", "state.seed.copy"})
  void aNewInstanceBeginsWithWhatItsSeedsSay() {
    String seeds =
        """
        seed = [
          { file = "told.json", content = '{"welcomed": true}' },
          { file = "taken.json", from = "~/.toy/mine.json", copy = ["/theme"] },
        ]
        """;
    shell("echo '{\"theme\": \"dark\", \"key\": \"secret\"}' >~/.toy/mine.json");
    String look = "ls -A; cat told.json taken.json 2>&- | tr -d ' \\n'";

    assertThat(inside(SMALLEST, look)).outIs("login");
    Profiles.write(world, "agents/toy", SMALLEST + seeds);
    // Here the instance is made already.
    assertThat(Launch.quietly(world).in(world.otherProject()).with("toy", look).outcome())
        .outIs("login\ntaken.json\ntold.json\n{\"welcomed\":true}{\"theme\":\"dark\"}");
  }

  @Test
  @Flips(
      agent = {"state.credentials.file", "state.credentials.empty", "state.credentials.replaced"})
  void aFileForALoginIsThereAsTheAgentTakesItForNone() {
    String logins =
        """
        command = ["toy"]
        [state]
        directory = "~/.toy"
        credentials = [
          { file = "plain" },
          { file = "other", empty = "nobody" },
          { file = "carried", replaced = true },
        ]
        """;
    String write =
        "for name in plain other carried; do echo '{\"a\": 1}' >new; mv new $name; done 2>&-";

    assertThat(inside(logins, "tail -n +1 plain other; ls carried; " + write))
        .outIs("==> plain <==\n{}\n\n==> other <==\nnobody");
    // Only what is replaced could be.
    assertThat(inside(logins, "cat plain other carried")).outIs("{}\nnobody{\"a\": 1}");
  }

  @Test
  @Flips(agent = {"state.login", "state.login_variables"})
  void thePersonIsToldHowToLogInUntilAVariableStandsForIt() {
    String login = "login = 'say hello'\nlogin_variables = ['TOY_K*']\n";
    String passed = "[environment]\npass = ['TOY_KEY']\n";

    assertThat(inside(SMALLEST, "true")).succeeded().errLacks("none yet");
    assertThat(inside(SMALLEST + login + passed, "true"))
        .succeeded()
        .errContains("none yet: say hello");
    world.set("TOY_KEY", "k");
    assertThat(inside(SMALLEST + login + passed, "true")).succeeded().errLacks("none yet");
    assertThat(inside(SMALLEST + "login = 'say hello'\n" + passed, "true"))
        .errContains("none yet: say hello");
  }

  @Test
  @Flips(
      agent = {
        "follow.file",
        "follow.commands",
        "follow.paths",
        "follow.left_out",
        "follow.instead",
        "follow.imports",
        "follow.links"
      })
  void whatItsFilesNameComesAlongAsFarAsTheDefinitionSays() {
    shell(
        """
        mkdir -p ~/.toy/links ~/far/linked; cd ~/far
        printf '#!/bin/sh\\necho commanded\\n' >command; chmod +x command
        for name in path imported linked/file; do echo $name >$name; done
        cd ~/.toy
        echo '{"run": "~/far/command", "theme": "~/far/path", "servers": {"issues": {}}}' >names.json
        echo 'See @~/far/imported' >words.md; ln -s ../../far/linked links/linked
        """);
    String read = "[filesystem]\nread = ['~/.toy/names.json', '~/.toy/words.md', '~/.toy/links']\n";
    String names = "[[follow]]\nfile = '~/.toy/names.json'\n";
    String words = "[[follow]]\nfile = '~/.toy/words.md'\n";
    String links = "[[follow]]\nfile = '~/.toy/links'\n";
    String look = "~/far/command; cat ~/far/path ~/far/imported links/linked/file 2>&-; true";

    assertThat(inside(SMALLEST + read + names + words + links, look))
        .succeeded()
        .outIs("")
        .errLacks("issues");
    assertThat(
            inside(
                SMALLEST
                    + read
                    + names
                    + "commands = ['/run']\npaths = ['/theme']\nleft_out = ['/servers/*']\n"
                    + "instead = 'Add them by hand'\n"
                    + words
                    + "imports = true\n"
                    + links
                    + "links = true\n",
                look))
        .succeeded()
        .outIs("commanded\npath\nimported\nlinked/file")
        .errContains("names what is not inside: issues. Add them by hand");
  }

  @Test
  @Flips(profile = "audit.accept", agent = "follow.guards")
  void aGuardThatIsNotInsideStopsTheLaunchUnlessAProfileAcceptsIt() {
    shell(
        """
        printf '#!/bin/sh\\necho guarded\\n' >~/guard; chmod +x ~/guard
        echo '{"before": "~/guard"}' >~/.toy/names.json
        """);
    String follow = SMALLEST + "[[follow]]\nfile = '~/.toy/names.json'\n";
    String guards = follow + "guards = ['/before']\n";
    Profiles.write(world, "bare", "extends = 'default'\nfilesystem.deny = ['~/guard']\n");
    Profiles.write(world, "knowing", "extends = 'bare'\naudit.accept = ['missing-guards']\n");

    assertThat(inside(follow, "~/guard; echo started")).outIs("started");
    assertThat(inside(guards, "~/guard; echo started")).outIs("guarded\nstarted");
    assertThat(inside(guards, "echo started", "--profile=bare"))
        .exitedWith(125)
        .outIs("")
        .errContains("~/guard is not inside");
    assertThat(inside(guards, "echo started", "--profile=knowing")).outIs("started");
  }
}
