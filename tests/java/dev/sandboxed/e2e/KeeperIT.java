package dev.sandboxed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The sandbox cannot reach its own keeper, and the agent cannot widen its next launch. */
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
  void takeAway() {
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

  private void profile(String name, String text) {
    write(".config/sandboxed/profiles/" + name + ".toml", text);
  }

  private String home(String below) {
    return world.home().resolve(below).toString();
  }

  private Outcome inside(String script, String... options) {
    String[] words = new String[options.length + 6];
    words[0] = "run";
    words[1] = "--quiet";
    System.arraycopy(options, 0, words, 2, options.length);
    System.arraycopy(new String[] {"--", "sh", "-c", script}, 0, words, 2 + options.length, 4);
    return world.sandboxed(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--read=", "--write="})
  void noGrantOfTheHomeShowsTheToolsOwnDirectories(String option) {
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
    profile(
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
  void anAgentsLoginCannotBeOneOfTheToolsOwnFiles() {
    profile(
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
    profile("agents/note", "command = [\"sh\"]\n[state]\ndirectory = \"~/.note\"\n");
    Path sandboxed = Checkout.program("sandboxed");
    String[] note = {
      sandboxed.toString(), "run", "--quiet", "note", "-c", "echo remembered >~/.note/it"
    };
    OutcomeAssert.assertThat(world.start(world.otherProject(), List.of(note)).finish()).succeeded();

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

  @Test
  void whatDoesNotExistYetCannotBeMadeInside() {
    OutcomeAssert.assertThat(
            world.shell("rm -r ~/.config ~/.local ~/.cache && mkdir -p ~/.config/app"))
        .succeeded();
    String plant =
        """
        mkdir -p ~/.config/sandboxed/profiles && echo 'extends = "permissive"' >~/.config/sandboxed/profiles/default.toml
        mv ~/.config ~/.c2; mkdir -p ~/.config/sandboxed/profiles && echo planted >~/.config/sandboxed/profiles/default.toml
        true
        """;

    OutcomeAssert.assertThat(inside(plant, "--write=" + home(".config"))).succeeded();
    OutcomeAssert.assertThat(inside(plant, "--write=" + home(""))).succeeded();

    assertThat(world.home().resolve(".config/sandboxed/profiles")).doesNotExist();
    assertThat(world.home().resolve(".config/app")).isDirectory();
  }

  @Test
  void aProfileThatLiesInTheProjectIsReadOnlyInside() {
    OutcomeAssert.assertThat(
            world.shell(
                """
                set -e
                mkdir -p policy ~/.config/sandboxed/profiles
                echo 'extends = "default"' >policy/mine.toml
                ln -s "$PWD/policy/mine.toml" ~/.config/sandboxed/profiles/mine.toml
                """))
        .succeeded();
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("append to it", "echo >>policy/mine.toml");
    changes.put("replace it", "cp policy/mine.toml p && mv -f p policy/mine.toml");
    changes.put("move its directory", "mv policy p && mv p policy");

    assertThat(Contrast.of(world, changes, "--profile=mine"))
        .hasSize(3)
        .allSatisfy(Contrast::assertWorksOutsideOnly);
  }

  @Test
  void theCheckoutThatLaunchesIsReadOnlyInside() {
    Path checkout = Checkout.directory();
    Outcome inside =
        world
            .start(
                checkout,
                List.of(
                    Checkout.program("sandboxed").toString(),
                    "run",
                    "--quiet",
                    "--project=" + checkout,
                    "--",
                    "sh",
                    "-c",
                    "for file in bin/sandboxed src/main/bash/launch profiles/default.toml target/app/sandboxed.jar pom.xml;"
                        + " do sh -c \"echo >>$file\"; done; mv src s; mv bin b; touch profiles/new.toml; true"))
            .finish();

    OutcomeAssert.assertThat(inside).succeeded();
    assertThat(inside.err().lines()).hasSize(8);
  }

  /** Planted programs tell that they ran; the real ones are on the PATH behind them. */
  @Test
  void aProgramPlantedInTheProjectIsNotExecutedOutside() {
    OutcomeAssert.assertThat(
            world.shell(
                """
                set -e
                mkdir bin ~/tools
                for name in bwrap setpriv npm node git env mise nix java; do
                  printf '#!/bin/sh\\necho %s >>"%s/ran"\\nexit 1\\n' "$name" "$HOME" >bin/$name
                done
                printf '#!/usr/bin/env node\\n' >~/tools/npm
                mkdir bin/shims
                ln -s ../mise bin/shims/some-agent
                chmod +x bin/* ~/tools/npm
                """))
        .succeeded();
    String path = world.project() + "/bin:" + home("tools") + ":/usr/bin:/bin";
    profile(
        "agents/wanted",
        """
        command = ["no-such-program-on-this-path"]
        [install]
        npm = "@sandboxed/nothing"
        version = "0.0.1"
        program = "nothing"
        """);
    world.set("PATH", path);

    OutcomeAssert.assertThat(inside("true")).succeeded();
    assertThat(world.sandboxed("run", "--quiet", "wanted").exit()).isNotZero();
    assertThat(world.sandboxed("run", "--quiet", "--", "bin/shims/some-agent").exit()).isNotZero();
    assertThat(world.sandboxed("run", "--quiet", "--package=nixpkgs#x", "--", "true").exit())
        .isNotZero();

    assertThat(world.home().resolve("ran")).doesNotExist();
  }

  @Test
  void aForgedGitFileGrantsNoOtherRepository() {
    OutcomeAssert.assertThat(
            world.shell(
                """
                set -e
                git -C ../other init -q
                git -C ../other worktree add -q --orphan side 2>/dev/null || git -C ../other config x.y z
                echo history >../other/.git/secret-of-other
                mkdir -p ../other/.git/worktrees/mine
                echo ../.. >../other/.git/worktrees/mine/commondir
                echo /elsewhere/.git >../other/.git/worktrees/mine/gitdir
                rm -rf .git
                """))
        .succeeded();

    for (String target : List.of("../other/.git", "../other/.git/worktrees/mine", "/")) {
      OutcomeAssert.assertThat(world.shell("echo \"gitdir: $1\" >.git", target)).succeeded();
      OutcomeAssert.assertThat(world.shell("cat ../other/.git/secret-of-other")).outIs("history");
      OutcomeAssert.assertThat(inside("cat ../other/.git/secret-of-other; ls ..")).outIs("project");
    }
  }

  /** A program that an agent can write must not choose what the next launch shows. */
  @Test
  void aScriptInTheProjectBringsNothingOfTheHomeAlong() {
    OutcomeAssert.assertThat(
            world.shell(
                """
                set -e
                mkdir ~/bin ~/app ~/app/node_modules
                printf '#!/bin/sh\\nexec /bin/sh "$@"\\n' >~/bin/my-shell
                echo canary-of-app >~/app/node_modules/data
                printf '#!/bin/sh\\ncat ~/app/node_modules/data\\n' >~/app/node_modules/program
                chmod +x ~/bin/* ~/app/node_modules/program
                printf '#!/usr/bin/env -S -u %s/.ssh/id_rsa sh\\ncat ~/.ssh/id_rsa ~/bin/my-shell\\n' ~ >script
                printf '#!%s/bin/my-shell\\ncat ~/.ssh/id_rsa ~/bin/my-shell\\n' ~ >absolute
                ln -s ~/app/node_modules/program link
                chmod +x script absolute
                """))
        .succeeded();

    for (String program : List.of("./script", "./absolute", "./link")) {
      OutcomeAssert.assertThat(world.sandboxed("run", "--quiet", "--", program))
          .outLacks(world.sshKey())
          .outLacks("exec")
          .outLacks("canary-of-app");
    }
    OutcomeAssert.assertThat(world.run("./script")).outContains(world.sshKey());
    OutcomeAssert.assertThat(world.run("./link")).outContains("canary-of-app");
  }

  @Test
  void anInterpreterInThePersonsBinDoesNotBringTheHomeAlong() {
    OutcomeAssert.assertThat(
            world.shell(
                """
                set -e
                mkdir -p ~/bin ~/.local/bin ~/.local/lib
                cp "$(command -v perl)" ~/bin/my-perl
                cp "$(command -v perl)" ~/.local/bin/my-perl
                for place in ~/bin ~/.local/bin; do
                  printf '#!%s/my-perl\\nprint "ran\\\\n"; exec "sh", "-c", "cat ~/.ssh/id_rsa; ls -A ~ ~/.local"\\n' $place >$place/tool
                  chmod +x $place/tool
                done
                """))
        .succeeded();

    for (String tool : List.of("bin/tool", ".local/bin/tool")) {
      OutcomeAssert.assertThat(world.run(home(tool)))
          .outContains("ran")
          .outContains(world.sshKey());
      OutcomeAssert.assertThat(world.sandboxed("run", "--quiet", "--", home(tool)))
          .outContains("ran\n")
          .outLacks(world.sshKey())
          .outLacks(".ssh")
          .outLacks("share");
    }
  }
}
