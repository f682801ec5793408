package dev.sandboxed.e2e.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Alone;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.Contrast;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent cannot widen its next launch: nothing that it can write influences it. */
class NextLaunchIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  private String home(String below) {
    return world.home().resolve(below).toString();
  }

  private Outcome inside(String script, String... options) {
    return Launch.quietly(world).with(options).shell(script);
  }

  @Test
  void aProfileInTheProjectIsReadOnlyInside() {
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

  /** Attack 37: if dotfiles are the project, the whole directory may be in it. */
  @Test
  void theDirectoriesThatProfilesAndAgentsAreReadFromAreReadOnlyWhereverTheyAre() {
    OutcomeAssert.assertThat(
            world.shell(
                """
                set -e
                mkdir -p dot/profiles dot/agents ~/.config/sandboxed
                ln -s "$PWD/dot/profiles" ~/.config/sandboxed/profiles
                ln -s ../agents dot/profiles/agents
                ln -s ../elsewhere.toml dot/profiles/linked.toml
                echo 'extends = "default"' >dot/elsewhere.toml
                """))
        .succeeded();
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put(
        "add a profile",
        "echo 'extends = \"strict\"' >dot/profiles/default.toml && rm dot/profiles/default.toml");
    changes.put("add an agent", "touch dot/agents/claude.toml && rm dot/agents/claude.toml");
    changes.put("change a profile elsewhere", "echo >>dot/elsewhere.toml");
    changes.put("move their directory", "mv dot x && mv x dot");

    assertThat(Contrast.of(world, changes)).hasSize(4).allSatisfy(Contrast::assertWorksOutsideOnly);
  }

  @Test
  void aSymlinkOnTheWayToProfilesThatTheAgentCouldReplaceStopsTheLaunch() {
    OutcomeAssert.assertThat(
            world.shell(
                """
                set -e
                mkdir -p ~/real ~/.config/sandboxed
                ln -s ~/real way
                ln -s "$PWD/way" ~/.config/sandboxed/profiles
                """))
        .succeeded();
    OutcomeAssert.assertThat(inside("true"))
        .exitedWith(125)
        .errContains(world.project().resolve("way") + " is a symlink that decides the next launch");
  }

  @Test
  void soDoesOneThatLeadsNowhere() {
    OutcomeAssert.assertThat(
            world.shell(
                "mkdir -p ~/.config/sandboxed && ln -s \"$PWD/none\" ~/.config/sandboxed/profiles"))
        .succeeded();
    OutcomeAssert.assertThat(inside("true"))
        .exitedWith(125)
        .errContains(home(".config/sandboxed/profiles") + " is a symlink that leads nowhere");
  }

  @Alone(
      "For a moment the directories of the checkout have other names, and nothing can be launched.")
  @Test
  void theCheckoutThatLaunchesIsReadOnlyInside() {
    Path checkout = Checkout.directory();
    // Nothing is written, and a rename undoes itself: the checkout belongs to the person who runs
    // this test.
    String look =
        """
        cd "$1"
        for path in bin/sandboxed bin src/main/bash/launch src/main/java profiles/default.toml \\
            profiles/agents pom.xml target/app target/app/sandboxed.jar; do
          if [ -w $path ]; then echo "$path"; fi
        done
        for path in src bin target; do
          if mv $path renamed 2>/dev/null; then mv renamed $path && echo "$path"; fi
        done
        """;

    assertThat(world.shell(look, checkout.toString()).out().lines()).hasSize(12);
    OutcomeAssert.assertThat(
            Launch.quietly(world)
                .in(checkout)
                .with("--project=" + checkout)
                .shell(look, checkout.toString()))
        .succeeded()
        .outIs("");
  }

  /** Planted programs record that they ran; the real ones are on the PATH behind them. */
  @Test
  void aProgramPlantedInTheProjectIsNotExecutedOutside() {
    OutcomeAssert.assertThat(
            world.shell(
                """
                set -e
                mkdir -p bin ~/tools
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
    Profiles.write(
        world,
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
  void norIsOneThatASandboxPlantedWhereItCouldWrite() {
    OutcomeAssert.assertThat(world.shell("mkdir ~/shared")).succeeded();
    OutcomeAssert.assertThat(
            Launch.quietly(world)
                .with("--write=" + home("shared"))
                .shell(
                    """
                    for name in bwrap setpriv find git unshare ip; do
                      printf '#!/bin/sh\\ntouch "%s/ran"; exec /usr/bin/%s "$@"\\n' "$HOME" $name >~/shared/$name
                      chmod +x ~/shared/$name
                    done
                    """))
        .succeeded();
    world.set("PATH", home("shared") + ":/usr/bin:/bin:/usr/sbin:/sbin");
    OutcomeAssert.assertThat(world.shell("git --version && rm ~/ran")).succeeded();

    OutcomeAssert.assertThat(inside("true")).succeeded();

    assertThat(world.home().resolve("ran")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sandboxed run", "claude-sandboxed", "gemini-sandboxed"})
  void aReadlinkPlantedInTheProjectIsNotAskedWhereALinkLeads(String command) {
    String program = command.replace(" run", "");
    world.install(program, Checkout.program(program));
    OutcomeAssert.assertThat(
            world.shell(
                """
                mkdir bin && printf '#!/bin/sh\\ntouch ~/ran; exec /usr/bin/readlink "$@"\\n' >bin/readlink
                chmod +x bin/readlink
                """))
        .succeeded();
    world.set("PATH", world.project() + "/bin:" + home("bin") + ":/usr/bin:/bin");
    OutcomeAssert.assertThat(world.shell("readlink -f . && rm ~/ran")).succeeded();

    OutcomeAssert.assertThat(world.shell(command + " --profile=not-there -- true"))
        .exitedWith(125)
        .errContains("not-there");

    assertThat(world.home().resolve("ran")).doesNotExist();
  }

  /** Each of these once kept a launch from starting, or from saying why. */
  @ParameterizedTest
  @CsvSource({
    "BASH_FUNC_unset%%, () { return 2; }",
    "BASH_FUNC_export%%, () { :; }",
    "BASH_FUNC_exec%%, () { :; }",
    "BASH_FUNC_x%%, () {",
    "SHELLOPTS, noexec",
    "SHELLOPTS, xtrace",
    "BASH_ENV, /dev/stdin",
    "BASH_COMPAT, 50",
  })
  void aVariableForBashHasNoEffect(String name, String value) {
    world.set(name, value);

    OutcomeAssert.assertThat(Launch.quietly(world).command("sh", "-c", "exit 3"))
        .exitedWith(3)
        .errIsEmpty();
  }

  @Test
  void aForgedGitFileGrantsNoOtherRepository() {
    OutcomeAssert.assertThat(
            world.shell(
                """
                set -e
                git -C ../other init -q
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
                mkdir -p ~/bin ~/app ~/app/node_modules
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
