package dev.sandboxed.e2e.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Contrast;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox cannot reach its own keeper, whatever a profile grants. */
class KeeperIT {

  private static final List<String> OWN =
      List.of(
          ".config/sandboxed",
          ".local/state/sandboxed",
          ".cache/sandboxed",
          ".local/share/sandboxed");

  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void furnish() {
    for (String directory : OWN) {
      write(directory + "/canary", "canary-of-keeper");
    }
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  private void write(String below, String text) {
    try {
      Path file = world.home().resolve(below);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String home(String below) {
    return world.home().resolve(below).toString();
  }

  private Outcome inside(String script, String... options) {
    return Launch.quietly(world).with(options).shell(script, "made");
  }

  /** Where variables move them, a launch without these would obey what is in the usual places. */
  @ParameterizedTest
  @CsvSource({"--read=, false", "--write=, false", "--write=, true"})
  void noGrantOfTheHomeShowsSandboxedsDirectories(String option, boolean moved) {
    if (moved) {
      world.setXdgDirectories();
    }
    Map<String, String> probes = new LinkedHashMap<>();
    for (String directory : OWN) {
      probes.put("read " + directory, "cat ~/" + directory + "/canary");
      probes.put("list " + directory, "ls ~/" + directory + " | grep -q canary");
      probes.put("write " + directory, "touch ~/" + directory + "/new");
      probes.put("open " + directory, "chmod 755 ~/" + directory);
      probes.put("rename " + directory, "mv ~/" + directory + " ~/x && mv ~/x ~/" + directory);
      String above = "~/" + Path.of(directory).getName(0);
      probes.put("rename above " + directory, "mv " + above + " ~/x && mv ~/x " + above);
    }

    List<Contrast> seen = Contrast.of(world, probes, option + home(""));

    assertThat(seen).hasSize(6 * OWN.size()).allSatisfy(Contrast::assertWorksOutsideOnly);
    assertThat(seen)
        .noneSatisfy(probe -> assertThat(probe.inside().text()).contains("canary-of-keeper"));
  }

  @ParameterizedTest
  @CsvSource({
    "read, ~/.config/sandboxed",
    "write, ~/.config/sandboxed/profiles",
    "read, $XDG_STATE_HOME/sandboxed/instances",
    "write, ~/.cache/sandboxed",
    "read, ~/alias",
    "write, ~/.local/share/sandboxed/../sandboxed"
  })
  void aProfileThatGrantsThemIsRefusedWithItsPlace(String access, String path) {
    OutcomeAssert.assertThat(
            world.shell(
                "ln -s .config/sandboxed ~/alias; mkdir -p ~/.local/state/sandboxed/instances"))
        .succeeded();
    Profiles.write(
        world,
        "greedy",
        "extends = \"default\"\n[filesystem]\n" + access + " = [\n  \"" + path + "\",\n]\n");

    Outcome refused = inside("touch started", "--profile=greedy");

    OutcomeAssert.assertThat(refused)
        .exitedWith(125)
        .errContains(home(".config/sandboxed/profiles/greedy.toml") + ":4:3: ")
        .errContains("sandboxed's own directory");
    assertThat(world.project().resolve("started")).doesNotExist();
  }

  @Test
  void anOptionThatGrantsThemIsRefused() {
    OutcomeAssert.assertThat(inside("touch started", "--write=" + home(".config/sandboxed")))
        .exitedWith(125)
        .errContains("--write")
        .errContains(home(".config/sandboxed"));
    assertThat(world.project().resolve("started")).doesNotExist();
  }

  @Test
  void anAgentsLoginCannotBeOneOfSandboxedsFiles() {
    Profiles.write(
        world,
        "agents/sly",
        """
        command = ["cat"]
        [state]
        directory = "~/.config/sandboxed"
        credentials = ["canary"]
        """);

    Outcome refused = world.sandboxed("run", "--quiet", "sly", home(".config/sandboxed/canary"));

    OutcomeAssert.assertThat(refused)
        .exitedWith(125)
        .outLacks("canary-of-keeper")
        .errContains("sly.toml:4:16: ");
  }

  @Test
  void theStateOfOtherProjectsIsOutOfReach() {
    Profiles.write(world, "agents/note", "command = [\"sh\"]\n[state]\ndirectory = \"~/.note\"\n");
    OutcomeAssert.assertThat(
            Launch.of(world, "run", "--quiet", "note", "-c", "echo remembered >~/.note/it")
                .in(world.otherProject())
                .outcome())
        .succeeded();

    OutcomeAssert.assertThat(
            world.shell("mkdir ~/.note; cat ~/.local/state/sandboxed/instances/*/note/it"))
        .outIs("remembered");
    OutcomeAssert.assertThat(
            world.sandboxed(
                "run",
                "--quiet",
                "--read=" + home(""),
                "note",
                "-c",
                "cat ~/.note/it || cat ~/.local/state/sandboxed/instances/*/note/it"))
        .exitedWith(1)
        .outLacks("remembered");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatDoesNotExistYetCannotBeMadeInside(boolean moved) {
    if (moved) {
      world.setXdgDirectories();
    }
    OutcomeAssert.assertThat(
            world.shell("rm -r ~/.config ~/.local ~/.cache && mkdir -p ~/.config/app"))
        .succeeded();
    String plant =
        """
        touch ~/.config/app/"$1"
        mkdir -p ~/.config/sandboxed/profiles && echo 'extends = "permissive"' >~/.config/sandboxed/profiles/default.toml
        mv ~/.config ~/.c2; mkdir -p ~/.config/sandboxed/profiles && echo planted >~/.config/sandboxed/profiles/default.toml
        true
        """;

    OutcomeAssert.assertThat(inside(plant, "--write=" + home(".config"))).succeeded();
    assertThat(world.home().resolve(".config/sandboxed/profiles")).doesNotExist();
    OutcomeAssert.assertThat(world.shell("rm -r ~/.config/sandboxed")).succeeded();
    OutcomeAssert.assertThat(inside(plant, "--write=" + home(""))).succeeded();
    assertThat(world.home().resolve(".config/sandboxed/profiles")).doesNotExist();

    // Beside them it could write, and outside the same makes a profile.
    assertThat(world.home().resolve(".config/app/made")).isRegularFile();
    OutcomeAssert.assertThat(world.shell(plant, "outside")).succeeded();
    assertThat(world.home().resolve(".config/sandboxed/profiles/default.toml")).isRegularFile();
  }

  /** The agent could put a directory of its own in the place of the link. */
  @Test
  void aSymlinkOnTheWayToTheUsualPlacesStopsALaunchThatCouldReplaceIt() {
    world.setXdgDirectories();
    OutcomeAssert.assertThat(
            world.shell("mkdir ~/dot && mv ~/.config ~/dot/ && ln -s dot/.config ~/.config"))
        .succeeded();

    OutcomeAssert.assertThat(inside("touch started", "--write=" + home("")))
        .exitedWith(125)
        .errContains(home(".config") + " is a symlink that decides the next launch");
    OutcomeAssert.assertThat(inside("touch started", "--write=" + home("dot"))).succeeded();
  }

  @Test
  void whatTheUsualProfilesLeadToIsReadOnlyWhereVariablesMoveThem() {
    world.setXdgDirectories();
    OutcomeAssert.assertThat(
            world.shell(
                """
                mkdir -p dot/agents ~/.config/sandboxed/profiles
                ln -s "$PWD/dot/agents" ~/.config/sandboxed/profiles/agents
                """))
        .succeeded();
    Map<String, String> changes =
        Map.of("add an agent", "touch dot/agents/claude.toml && rm dot/agents/claude.toml");

    assertThat(Contrast.of(world, changes)).hasSize(1).allSatisfy(Contrast::assertWorksOutsideOnly);
  }
}
