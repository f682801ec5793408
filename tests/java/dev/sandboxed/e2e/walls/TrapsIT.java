package dev.sandboxed.e2e.walls;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import dev.sandboxed.profile.ProfileReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent leaves nothing in a project, unseen, that a program outside obeys. */
class TrapsIT {

  private static final String HEADING =
      "sandboxed: this appeared while the session ran, and programs outside obey it; look at it"
          + " before you go on in this project\n";

  private final HostWorld world = HostWorld.create();
  private final Launch launch = Launch.quietly(world).with("--network=none");

  @AfterEach
  void closeTheWorld() {
    world.shell("chmod -R u+rwX . ../../.local/state/sandboxed/quarantine");
    world.close();
  }

  private static List<String> names(String profile) throws IOException {
    String file = "profiles/" + profile + ".toml";
    return ProfileReader.read(profile, file, Files.readString(Path.of(file)))
        .value()
        .layer()
        .paths()
        .stream()
        .filter(rule -> rule.access() == Access.PROTECT)
        .map(PathRule::pattern)
        .toList();
  }

  private Path quarantine() {
    return world.home().resolve(".local/state/sandboxed/quarantine");
  }

  /** Each way to change a name or a directory above it; what is named comes after that. */
  private static final String ATTACKS =
      """
      result() { if "$@" 2>/dev/null; then echo "$1 $name"; fi; }
      write() { if [ -d "$name" ]; then echo x >"$name/x"; else echo x >"$name"; fi; }
      remove() { rm -rf "$name"; [ ! -e "$name" ]; }
      replace() { echo x >new && mv -T new "$name"; }
      away() { mv -T "$1" gone && mv -T gone "$1"; }
      for name; do
        result write; result remove; result replace
        result away "$name"
        top=${name%%/*}; [ "$top" = "$name" ] || result away "$top"
      done
      rm -f new
      """;

  @ParameterizedTest
  @ValueSource(strings = {"default", "strict"})
  void whatIsThereStaysAsItWas(String profile) throws IOException {
    List<String> all =
        Stream.concat(names("default").stream(), names(profile).stream()).distinct().toList();
    assertThat(all).contains(".vscode", ".envrc", ".claude/hooks", ".bashrc");
    String made = "for name; do mkdir -p \"$name\"; echo own >\"$name/own\"; done";
    String files =
        "for name; do case $name in */*) mkdir -p \"${name%/*}\";; esac; echo own >\"$name\"; done";
    for (String script : List.of(made, files)) {
      String[] words = all.toArray(String[]::new);
      assertThat(world.shell("set -e; " + script, words)).succeeded();

      Launch session = launch.with("--profile=" + profile);
      Outcome inside = session.shell(ATTACKS, words);

      assertThat(inside).outIs("").errIsEmpty();
      assertThat(
              session.shell("for name; do cat \"$name\" \"$name/own\" 2>&-; done | sort -u", words))
          .outContains("own");
      // The same attacks work where nothing protects.
      Outcome outside = world.shell(ATTACKS, words);
      all.forEach(name -> assertThat(outside).outContains("write " + name + "\n"));
      assertThat(world.shell("rm -rf -- \"$@\" .claude", words)).succeeded();
    }
  }

  @Test
  void whatAppearsIsShownAndNothingElseIs() throws IOException {
    List<String> every =
        Stream.concat(names("default").stream(), names("strict").stream())
            .distinct()
            .sorted()
            .toList();
    // As many as are shown at once.
    for (int from = 0; from < every.size(); from += 12) {
      List<String> some = every.subList(from, Math.min(from + 12, every.size()));
      String script =
          """
          for name; do case $name in */*) mkdir -p "${name%/*}";; esac; echo "run $name" >"$name"; done
          echo >other; rm other
          """;
      Outcome session = launch.with("--profile=strict").shell(script, some.toArray(String[]::new));

      assertThat(session).succeeded();
      assertThat(session.err())
          .isEqualTo(
              some.stream()
                  .map(name ->
                      "  " + name + " (" + (name.length() + 5) + " bytes)\n      run " + name)
                  .collect(Collectors.joining("\n", HEADING, "\n")));
      assertThat(
              world.shell(
                  "for name; do rm -r \"${name%%/*}\" 2>&-; done; true",
                  some.toArray(String[]::new)))
          .succeeded();
    }
  }

  @Test
  void aDirectoryIsShownWithItsFiles() {
    assertThat(launch.shell("mkdir .vscode; echo '{ \"tasks\": 1 }' >.vscode/tasks.json").err())
        .isEqualTo(HEADING + "  .vscode/\n    tasks.json\n      { \"tasks\": 1 }\n");
  }

  @Test
  void whatWasMadeAndRemovedAgainIsNotTold() {
    assertThat(launch.shell("mkdir .vscode; rmdir .vscode")).succeeded().errIsEmpty();
  }

  @Test
  void aSymlinkIsShownAndNotFollowed() {
    assertThat(launch.shell("ln -s ../../.ssh .vscode; ln -s ../../.ssh/id_rsa .envrc").err())
        .isEqualTo(HEADING + "  .envrc -> ../../.ssh/id_rsa\n  .vscode -> ../../.ssh\n");
  }

  @Test
  void aSymlinkAboveIsItselfWhatAppeared() {
    assertThat(world.shell("mkdir -p ../../.claude; echo '{}' >../../.claude/settings.json"))
        .succeeded();
    assertThat(launch.shell("ln -s ../../.claude .claude").err())
        .isEqualTo(HEADING + "  .claude -> ../../.claude\n");
  }

  @Test
  void whatIsInADirectoryThatTheAgentClosesIsNotOverlooked() throws IOException {
    String close = "mkdir -p .claude/hooks; echo '{}' >.claude/settings.json; chmod 0 .claude";
    assertThat(launch.shell(close).err())
        .endsWith(HEADING + "  .claude/ (closed, so nobody has looked at what is in it)\n");

    assertThat(world.shell("chmod 755 .claude; rm -r .claude")).succeeded();
    // It may have been the person's before.
    assertThat(moving().shell(close))
        .errContains("  still there: .claude is closed; chmod u+rwx opens it\n");
  }

  @Test
  void neitherAPipeNorAHugeFileNorAHugeOrDeepDirectoryKeepsTheEndWaiting() {
    Outcome session =
        launch.shell(
            """
            mkfifo .envrc
            truncate -s 10G .npmrc
            mkdir .husky && cd .husky && seq 100000 | xargs touch && cd ..
            mkdir .idea && cd .idea && for n in $(seq 500); do mkdir d && cd d; done; touch x
            """);

    assertThat(session).succeeded().errContains("  .envrc (a pipe)\n");
    assertThat(session).errContains("  .npmrc (10737418240 bytes)\n").errContains("    and more\n");
    assertThat(session).errContains("  .idea/\n");
  }

  @Test
  void nothingInANameOrATextIsObeyedByTheTerminal() {
    Outcome session =
        launch.shell(
            """
            printf 'a\\033[2J\\n\\n\\n  \\n\\342\\200\\256b\\r\\n%0200d\\nfour\\nfive' 7 >.envrc
            mkdir .vscode; cd .vscode; touch "$(printf 'n\\ne\\033[2J')"
            """);

    assertThat(session.err().lines().skip(1).toList())
        .containsExactly(
            "  .envrc (227 bytes)",
            "      $'a\\E[2J'",
            "      $'\\342\\200\\256b\\r'",
            "      " + "0".repeat(71) + "...",
            "      four",
            "  .vscode/",
            "    $'n\\ne\\E[2J'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "strict", "offline", "permissive", "toolchains", "web"})
  void aSessionThatDoesNothingLeavesNothing(String profile) {
    String listing = "find . ! -path './.git/*' -printf '%p %y %s %T@ %C@\\n' | sort";
    String before = world.shell(listing).out();

    assertThat(launch.with("--profile=" + profile).command("true")).succeeded().errIsEmpty();

    assertThat(world.shell(listing).out()).isEqualTo(before);
  }

  @Test
  void aReadOnlyProjectHasNothingToTell() {
    assertThat(launch.with("--read=.").shell("mkdir .vscode")).failed().errLacks("appeared");
  }

  @Test
  void aPersonOpensOneByNamingExactlyIt() {
    assertThat(
            world.shell("mkdir .vscode .claude; echo '{}' | tee .claude/settings.json >.vscode/a"))
        .succeeded();
    String write = "echo x >.vscode/a; echo x >.claude/settings.json; cat .vscode/a .claude/*.json";

    assertThat(launch.with("--write=.vscode").shell(write)).outIs("x\n{}");
    assertThat(launch.with("--write=.claude").shell(write)).outIs("x\n{}");
    assertThat(launch.with("--write=.claude/settings.json").shell(write)).outIs("x\nx");
  }

  @Test
  void whatAPersonOpensInAProfileIsNotTold() throws IOException {
    Path profiles = Files.createDirectories(world.home().resolve(".config/sandboxed/profiles"));
    Files.writeString(
        profiles.resolve("open.toml"),
        """
        extends = "default"
        [filesystem]
        write = [{ path = ".vscode", optional = true }]
        """);

    assertThat(launch.with("--profile=open").shell("mkdir .vscode; touch .envrc").err())
        .isEqualTo(HEADING + "  .envrc (0 bytes)\n");
  }

  @Test
  void whatMatchesAPatternAndAppearsIsTold() {
    assertThat(world.shell("mkdir 'a[b]' c; touch 'a[b]/one.yml' c/one.yml")).succeeded();
    Outcome session =
        launch
            .with("--protect=a[b]/*.yml", "--protect=*/two.yml")
            .shell(
                "touch 'a[b]/two.yml' 'a[b]/.three.yml' c/two.yml c/three.yml; echo x"
                    + " >'a[b]/one.yml'");

    assertThat(session.err())
        .contains("Read-only file system")
        .endsWith(
            HEADING
                + "  a[b]/two.yml (0 bytes)\n  c/two.yml (0 bytes)\n  a[b]/.three.yml (0 bytes)\n");
  }

  @Test
  void aSymlinkThatWasThereKeepsNothingFromStartingAndIsToldWhenItIsAnother() {
    assertThat(world.shell("mkdir editor; touch editor/own; ln -s editor .vscode")).succeeded();

    assertThat(launch.shell("touch editor/x 2>&-; ls editor; readlink .vscode"))
        .outIs("own\neditor")
        .errIsEmpty();
    assertThat(launch.shell("mkdir other; rm .vscode; ln -s other .vscode").err())
        .isEqualTo(HEADING + "  .vscode -> other\n");
    assertThat(launch.shell("rm .vscode; mkdir .vscode").err()).isEqualTo(HEADING + "  .vscode/\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "/", "../../.ssh", "/usr", "nowhere"})
  void aSymlinkThatAnAgentLeftKeepsTheNextSessionWorking(String target) {
    assertThat(launch.shell("ln -s \"$1\" .vscode", target)).succeeded();

    assertThat(launch.shell("touch works && rm works && ! cat .vscode/id_rsa 2>&-"))
        .succeeded()
        .outIs("")
        .errIsEmpty();
  }

  @Test
  void eachOfTwoSessionsTellsWhatAppeared() {
    Running other = launch.shellLaunch("echo up; read -r _ <pipe").start();
    assertThat(world.shell("mkfifo pipe")).succeeded();
    other.waitUntilPrints("up");

    assertThat(launch.shell("touch .envrc")).succeeded().errContains("  .envrc (0 bytes)\n");
    world.shell("echo >pipe");

    assertThat(other.finish().err()).contains("  .envrc (0 bytes)\n");
  }

  @Test
  void theNextLaunchTellsWhatAKilledOneWouldHaveTold() {
    Running session = launch.shellLaunch("touch .envrc; echo up; exec sleep 1000").start();
    session.waitUntilPrints("up");
    session.killHard();
    session.finish();

    assertThat(launch.command("true").err())
        .isEqualTo(
            "sandboxed: an earlier session in '"
                + world.project()
                + "' was killed; since it began this appeared, and programs outside obey it\n"
                + "  .envrc (0 bytes)\n");
    assertThat(launch.command("true")).errIsEmpty();
  }

  private Launch moving() throws IOException {
    Path profiles = Files.createDirectories(world.home().resolve(".config/sandboxed/profiles"));
    Files.writeString(
        profiles.resolve("moving.toml"),
        "extends = \"default\"\n[project]\non_new_trap = \"quarantine\"\n");
    return launch.with("--profile=moving");
  }

  @Test
  @Flips(profile = "project.on_new_trap")
  void quarantineMovesEachKindAndSaysWhereTo() throws IOException {
    Outcome session =
        moving()
            .shell(
                """
                echo me >.envrc; mkfifo .npmrc; ln -s ../../.ssh .husky; mkdir -p .claude/hooks .vscode
                echo task >.vscode/tasks.json; chmod 500 .vscode; chmod 0 .envrc
                """);

    assertThat(session).succeeded();
    assertThat(world.shell("ls -A | grep -E 'envrc|npmrc|husky|vscode'; ls .claude; ls ../../.ssh"))
        .outIs("id_rsa");
    List<String> moved =
        session.err().lines().filter(line -> line.startsWith("  moved: ")).toList();
    assertThat(moved).hasSize(5);
    for (String line : moved) {
      String name = line.substring(9, line.indexOf(" is now "));
      Path place = Path.of(line.substring(line.indexOf(" is now ") + 8));
      assertThat(place.getParent()).isEqualTo(quarantine());
      assertThat(Files.readString(Path.of(place + ".from")))
          .isEqualTo(world.project().resolve(name) + "\n");
      if (name.equals(".vscode")) {
        assertThat(place.resolve("tasks.json")).hasContent("task");
      } else if (name.equals(".husky")) {
        assertThat(Files.readSymbolicLink(place)).hasToString("../../.ssh");
      }
    }
  }

  @Test
  void quarantineMovesTheSymlinkAndNotWhatItLeadsTo() throws IOException {
    assertThat(world.shell("mkdir -p ../../.claude; echo '{}' >../../.claude/settings.json"))
        .succeeded();

    assertThat(moving().shell("ln -s ../../.claude .claude"))
        .errContains("  moved: .claude is now ");

    assertThat(world.shell("cat ../../.claude/settings.json; ls .claude 2>&-")).outIs("{}");
  }

  @Test
  void theAgentIsToldAndSoIsWhoeverAsks() {
    assertThat(launch.shell("grep 'programs outside obey' /SANDBOX.md"))
        .outContains("What you add is shown to the person");
    Outcome explained = world.sandboxed("explain", "shell", "--network=none", ".vscode");
    assertThat(explained).outContains("nothing is there, and what appears is reported");
  }
}
