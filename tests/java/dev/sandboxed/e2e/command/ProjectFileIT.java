package dev.sandboxed.e2e.command;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Contrast;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project's own profile counts only if a person allowed exactly its content. */
class ProjectFileIT {

  private static final String RULES =
      """
      [filesystem]
      deny = ["private"]
      [environment]
      set = { FROM = "project" }
      """;

  private static final String LOOK = "cat private; echo FROM=$FROM";

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  /** An agent could give it another name, through which it could still write what was allowed. */
  @Test
  void aFileWithAnotherNameCannotBeAllowed() {
    OutcomeAssert.assertThat(
            world.shell("echo 'description = \"mine\"' >x.toml && ln x.toml .sandboxed.toml"))
        .succeeded();
    OutcomeAssert.assertThat(world.sandboxed("allow"))
        .exitedWith(125)
        .errContains("cannot be allowed: it is a file that has another name (a hard link)");
  }

  @Test
  void whatNobodyAllowedIsReportedAndNotRead() {
    write(RULES);
    assertThat(world.shell("echo secret >private")).succeeded();
    String note = ".sandboxed.toml is there but not read, because you have not allowed it";

    assertThat(Launch.of(world, "run").shell(LOOK))
        .succeeded()
        .outIs("secret\nFROM=")
        .errContains(note)
        .errContains("sandboxed allow shows what it says");
    assertThat(Launch.quietly(world).shell("true")).succeeded().errIsEmpty();
    assertThat(Launch.of(world, "run", "--dry-run").command("true")).outContains(note);
    assertThat(Launch.of(world, "run", "--dry-run=json").command("true"))
        .outContains("\"code\" : \"project.not-allowed\",")
        .outContains("\"text\" : \"" + note);
  }

  @Test
  void whatWasAllowedIsALayerBetweenTheProfileAndTheCommandLine() {
    write(RULES);
    assertThat(world.shell("echo secret >private")).succeeded();
    Profiles.write(
        world,
        "mine",
        "extends = \"default\"\n[filesystem]\nread = [\"private\"]\n[environment]\nset = { FROM = \"profile\", MORE = \"profile\" }\n");
    allow();
    String file = world.project() + "/.sandboxed.toml";

    assertThat(Launch.of(world, "run", "--profile=mine").shell(LOOK + "$MORE"))
        .succeeded()
        .outIs("FROM=projectprofile")
        .errContains("default < mine < .sandboxed.toml")
        .errContains("masked     .env, private")
        .errContains("sandboxed profiles show mine")
        .errLacks("not read");
    assertThat(Launch.quietly(world).with("--env=FROM=option").shell(LOOK)).outIs("FROM=option");
    world.set("SANDBOXED_ENV", "FROM=variable");
    assertThat(Launch.quietly(world).with("--read=private").shell(LOOK))
        .outIs("secret\nFROM=variable");
    world.set("SANDBOXED_ENV", "");
    assertThat(world.sandboxed("explain", "shell", "FROM", "private", ".sandboxed.toml"))
        .succeeded()
        .outContains("project file, " + file + ":4:")
        .outContains("project file, " + file + ":2:")
        .outContains("read-only");
    assertThat(world.sandboxed("audit", "--json"))
        .outContains("\"profiles\":[\"default\",\"mine\",\".sandboxed.toml\"]");
  }

  @Test
  void whatChangedSinceIsNotReadUntilItIsAsBefore() {
    write(RULES);
    assertThat(world.shell("echo secret >private")).succeeded();
    allow();
    assertThat(Launch.of(world, "run").shell(LOOK)).outIs("FROM=project");

    write(RULES.replace("project", "agent"));
    assertThat(Launch.of(world, "run").shell(LOOK))
        .succeeded()
        .outIs("secret\nFROM=")
        .errContains(
            "has changed since you allowed it and is not read, so its deny rules do not apply");

    write(RULES);
    assertThat(world.shell("touch -d '1 hour ago' .sandboxed.toml && chmod 600 .sandboxed.toml"))
        .succeeded();
    assertThat(Launch.of(world, "run").shell(LOOK)).outIs("FROM=project").errLacks("is not read");

    assertThat(world.shell("mv .sandboxed.toml same && ln -s same .sandboxed.toml")).succeeded();
    assertThat(Launch.of(world, "run").shell(LOOK))
        .outIs("secret\nFROM=")
        .errContains("is not what you allowed")
        .errContains("a symlink to \"same\"");

    assertThat(world.shell("rm .sandboxed.toml")).succeeded();
    assertThat(Launch.of(world, "run").shell(LOOK))
        .outIs("secret\nFROM=")
        .errContains(".sandboxed.toml was allowed and is gone");
    assertThat(world.sandboxed("allow")).succeeded().outContains("nothing to allow");
    assertThat(world.sandboxed("allow", "--revoke")).succeeded();
    assertThat(Launch.of(world, "run").shell("true")).succeeded().errLacks("is gone");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ln -s ~/.ssh/id_rsa .sandboxed.toml",
        "ln -s . .sandboxed.toml",
        "ln -s .sandboxed.toml .sandboxed.toml",
        "ln -s /nowhere .sandboxed.toml",
        "mkfifo .sandboxed.toml",
        "mkdir .sandboxed.toml",
        "head -c 262145 /dev/zero >.sandboxed.toml",
        "echo >.sandboxed.toml; chmod 0 .sandboxed.toml",
      })
  void anythingInItsPlaceIsReportedAndStopsNoLaunch(String make) {
    assertThat(world.shell(make)).succeeded();

    assertThat(Launch.of(world, "run").shell("echo started"))
        .succeeded()
        .outIs("started")
        .errContains(".sandboxed.toml is not read: it is ");
    assertThat(world.sandboxed("allow"))
        .exitedWith(125)
        .errContains(world.project() + "/.sandboxed.toml cannot be allowed: it is ")
        .errLacks(world.sshKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[filesystem\nread = 1\n",
        "[fielsystem]\n\n[network]\ntier = \"ful\"\n",
        "# Gr\u00fc\u00dfe\nextends = \"permissive\"\n",
        "[environment]\nset = { A = \"\u001b[2J\" }\n",
      })
  void mistakesAreReportedByAllowAndStopNoLaunchBefore(String text) {
    write(text);

    assertThat(Launch.of(world, "run").shell("echo started"))
        .succeeded()
        .outIs("started")
        .errContains("is there but not read");
    assertThat(world.sandboxed("allow"))
        .exitedWith(125)
        .errContains(world.project() + "/.sandboxed.toml:")
        .errLacks("\u001b")
        .errLacks("--digest");
  }

  @Test
  void extendsIsRefusedWithItsPlaceAmongAllOtherMistakes() {
    write("description = \"x\"\nextends = \"permissive\"\nfoo = 1\n");

    assertThat(world.sandboxed("allow"))
        .exitedWith(125)
        .errContains(".sandboxed.toml:2:11: a project's file cannot extend a profile")
        .errContains("--profile chooses a profile")
        .errContains(".sandboxed.toml:3:1: unknown key \"foo\"");
  }

  /** An older sandboxed may have accepted what this one does not. */
  @Test
  void mistakesInAnAllowedFileStopTheLaunchLikeThoseInAProfile() {
    write(RULES);
    allow();
    String mark =
        "perl -MDigest::SHA=sha256_base64 -0777 -ne 'print sha256_base64($_)' .sandboxed.toml";
    assertThat(
            world.shell(
                "old=$(%s); sed -i s/deny/dney/ .sandboxed.toml; new=$(%s); perl -pi -e 's/\\Q'$old'\\E/'${new//\\//\\\\/}'/' ~/.local/state/sandboxed/approvals/*/*.json"
                    .formatted(mark, mark)))
        .succeeded();

    assertThat(Launch.quietly(world).command("touch", "started"))
        .exitedWith(125)
        .errContains(world.project() + "/.sandboxed.toml:2:1: unknown key \"dney\"")
        .errContains("did you mean deny?");
    assertThat(world.project().resolve("started")).doesNotExist();
  }

  @Test
  void itIsReadOnlyInsideBeforeAndAfterItWasAllowed() {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("append to it", "echo >>.sandboxed.toml");
    changes.put("replace it", "cp .sandboxed.toml p && mv -f p .sandboxed.toml");
    changes.put(
        "remove it", "cp -p .sandboxed.toml p && rm -f .sandboxed.toml && mv p .sandboxed.toml");
    changes.put("make it writable", "chmod 666 .sandboxed.toml");
    changes.put("write to it by another path", "cd ~/work/project && echo >>.sandboxed.toml");
    changes.put("write to it by an alias", "cd ~/alias/project && echo >>.sandboxed.toml");
    changes.put("rename the project", "cd .. && mv project x && mv x project");
    assertThat(world.shell("ln -s work ~/alias")).succeeded();
    write(RULES);
    String work = world.home().resolve("work").toString();
    String alias = world.home().resolve("alias").toString();

    assertThat(Contrast.of(world, changes, "--write=" + work, "--write=" + alias))
        .hasSize(7)
        .allSatisfy(Contrast::assertWorksOutsideOnly);
    write(RULES);
    allow();

    String each =
        "echo FROM=$FROM; for change; do if sh -c \"$change\" 2>&-; then echo \"$change\"; fi; done";
    assertThat(
            Launch.quietly(world)
                .with("--write=" + work, "--write=" + alias)
                .shell(each, changes.values().toArray(String[]::new)))
        .outIs("FROM=project");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--write=.sandboxed.toml", "--write=../project/.sandboxed.toml"})
  void aRuleThatWouldMakeItWritableIsRefused(String option) {
    write(RULES);

    assertThat(Launch.quietly(world).with(option).command("touch", "started"))
        .exitedWith(125)
        .errContains("no sandbox may write " + world.project() + "/.sandboxed.toml")
        .errContains("option --write");
    assertThat(world.project().resolve("started")).doesNotExist();
  }

  @Test
  void aFileThatAnAgentAddsDoesNotCount() {
    String write = "printf '[environment]\nset = { FROM = \"agent\" }\n' >.sandboxed.toml";
    assertThat(Launch.quietly(world).shell(write)).succeeded();

    assertThat(Launch.of(world, "run").shell("echo FROM=$FROM"))
        .outIs("FROM=")
        .errContains("is there but not read");

    allow();
    assertThat(Launch.of(world, "run").shell("echo FROM=$FROM")).outIs("FROM=agent");
  }

  @Test
  void anAllowedOneDoesNotReachTheKeeper() {
    for (String rule :
        List.of(
            "read = [\"~/.local/state/sandboxed\"]",
            "write = [\"$XDG_CONFIG_HOME/sandboxed/profiles\"]",
            "write = [\".sandboxed.toml\"]")) {
      assertThat(world.shell("mkdir -p ~/.config/sandboxed/profiles ~/.local/state/sandboxed"))
          .succeeded();
      write("[filesystem]\n" + rule + "\n");
      allow();

      assertThat(Launch.quietly(world).command("touch", "started"))
          .exitedWith(125)
          .errContains(world.project() + "/.sandboxed.toml:2:")
          .errContains("no sandbox may ");
    }
    assertThat(world.project().resolve("started")).doesNotExist();
  }

  @Test
  @Flips(profile = {"devshell.enable", "devshell.installable"})
  void aDevShellThatItAsksForIsUsedOnceItIsAllowed() {
    write("[devshell]\nenable = true\ninstallable = \"env\"\n");
    assertThat(Launch.quietly(world).command("true")).succeeded();

    allow();

    assertThat(Launch.quietly(world).command("true"))
        .exitedWith(125)
        .errContains("there is no dev shell around this command");
  }

  private void allow() {
    String digest = AllowIT.digest(world.sandboxed("allow"));
    assertThat(world.sandboxed("allow", "--digest", digest)).succeeded();
  }

  private void write(String text) {
    assertThat(world.shell("printf %s \"$1\" >.sandboxed.toml", text)).succeeded();
  }
}
