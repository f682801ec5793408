package dev.sandboxed.e2e.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Running;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person is told about a session's changes, if a profile asks for it. */
class ChangesIT {

  private HostWorld world = HostWorld.create();

  @BeforeEach
  void aProfileThatAsks() {
    Profiles.write(world, "told", "extends = \"default\"\n[audit]\nchanges = true\n");
  }

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  private void shell(String script) {
    OutcomeAssert.assertThat(world.shell("set -e\n" + script)).succeeded();
  }

  private Outcome told(String script) {
    return Launch.quietly(world).with("--profile=told").shell(script);
  }

  @Test
  @Flips(profile = "audit.changes")
  void addedChangedRemovedAndRenamedFilesAreReported() {
    shell("mkdir src; echo 1 >src/kept; echo 1 >src/gone; echo 1 >src/old; echo 1 >src/touched");

    Outcome session =
        told(
            """
            mkdir new; echo 2 >new/file; ln -s /etc/passwd link
            echo 2 >>README.md; touch src/touched; rm src/gone; mv src/old src/renamed
            cat src/kept
            exit 7
            """);

    OutcomeAssert.assertThat(session).exitedWith(7).outIs("1");
    assertThat(session.err())
        .isEqualTo(
            """
            sandboxed: files in the project: 2 added, 2 changed, 1 removed, 1 renamed
              changed  README.md
              added    link
              added    new/file
              removed  src/gone
              renamed  src/old -> src/renamed
              changed  src/touched
            """);
  }

  @Test
  void settingATimeBackHidesNothing() {
    shell("echo one >file; touch -d 2001-01-01 file reference");

    assertThat(told("echo two >file; touch -r reference file").err()).contains("changed  file\n");
  }

  @Test
  void aSessionThatChangesNothingIsReportedAsSuch() {
    assertThat(told("cat README.md; git status").err())
        .isEqualTo("sandboxed: files in the project: none changed\n");
  }

  @Test
  void namesCannotDrawOnTheTerminal() {
    Outcome session =
        told("touch \"$(printf 'new\\nline\\033[2Jx')\" \"$(printf 'latin-\\377')\" grün");

    assertThat(session.err())
        .contains("3 added")
        .contains("  added    grün\n")
        .contains("  added    new?linex\n")
        .contains("  added    latin-%FF\n");
    assertThat(session.err().lines()).hasSize(4);
  }

  @Test
  void manyFilesAreCountedAndAFewNamed() {
    Outcome session = told("mkdir many; seq 100 999 | while read n; do : >many/$n; done");

    assertThat(session.err())
        .startsWith("sandboxed: files in the project: 900 added\n")
        .contains("  added    many/100\n")
        .contains("and 886 more\n");
    assertThat(session.err().lines().count()).isLessThanOrEqualTo(20);
  }

  @Test
  void whatGitIgnoresIsOnlyCounted() {
    shell("echo node_modules/ >>.gitignore; mkdir -p node_modules; touch node_modules/old");

    Outcome session =
        told(
            "mkdir -p node_modules/a; touch node_modules/a/b node_modules/c seen; rm node_modules/old");

    assertThat(session.err())
        .isEqualTo(
            """
            sandboxed: files in the project: 1 added
              added    seen
              ignored  node_modules/, 3 changes
            """);
  }

  @Test
  void withoutARepositoryAllFilesAreNamed() {
    Path plain = world.home().resolve("plain");
    shell("mkdir ~/plain; echo ignored >~/plain/.gitignore");

    Outcome session = Launch.quietly(world).with("--profile=told").in(plain).shell("touch ignored");

    assertThat(session.err()).contains("added    ignored\n");
  }

  @Test
  void aCommitIsReportedAsAMoveOfTheBranch() {
    Outcome session = told("git commit -qm x --allow-empty && git rev-parse --short=7 HEAD");

    assertThat(session.err())
        .contains("none changed\n")
        .contains("-> main " + session.out().strip() + "\n");
    assertThat(told("git checkout -qb other").err()).contains("-> other ");
    assertThat(told("git pack-refs --all").err()).doesNotContain("->");
  }

  @Test
  void whatGitWouldExecuteLaterIsReportedAndNothingElseOfTheRepository() {
    Outcome session =
        told(
            """
            mkdir sub && git init -q sub && echo >sub/.git/hooks/post-checkout
            echo . >.git/commondir; git status >/dev/null
            """);

    assertThat(session.err())
        .contains("added    .git/commondir\n")
        .contains("added    sub/.git/config\n")
        .contains("added    sub/.git/hooks/post-checkout\n")
        .doesNotContain("objects")
        .doesNotContain("index");
  }

  @Test
  void nothingThatTheRepositoryNamesIsExecutedOutside() {
    String canary = world.home().resolve("canary").toString();
    shell(
        "git config core.fsmonitor 'touch %s; false' && git config core.excludesFile x"
            .formatted(canary));
    // Plain git does execute it.
    shell("git status >/dev/null 2>&1; test -e %1$s && rm %1$s".formatted(canary));

    assertThat(told("touch seen").err()).contains("added    seen\n");

    OutcomeAssert.assertThat(world.shell("ls " + canary)).exitedWith(2);
  }

  @Test
  void symlinksAreNotFollowed() {
    shell("mkdir ~/elsewhere && ln -s ~/elsewhere link");
    Profiles.write(world, "both", "extends = \"told\"\n[filesystem]\nwrite = [\"~/elsewhere\"]\n");

    assertThat(Launch.quietly(world).with("--profile=both").shell("touch ~/elsewhere/x").err())
        .contains("none changed\n");
    shell("ls ~/elsewhere/x");
  }

  @Test
  void whatWasSeenBeforeIsNotInAFileWhetherTheSessionEndsOrIsKilled() {
    Running session =
        world.start(
            world.project(),
            Launch.quietly(world)
                .with("--profile=told")
                .shellLaunch("echo started; sleep 1000")
                .words());
    session.waitUntilPrints("started");
    assertThat(seen()).isEmpty();

    session.killHard();
    world.waitUntilNothingRuns();
    assertThat(seen()).isEmpty();

    // Killed just before its file loses its name.
    shell("touch ~/.cache/sandboxed/plans/seen.1");
    assertThat(seen()).isNotEmpty();
    told("true");
    assertThat(seen()).isEmpty();
  }

  private String seen() {
    return world
        .shell(
            "find ~/.cache/sandboxed ~/.local/state -name 'seen*'; find /tmp -maxdepth 1 -user \"$USER\" -name '*seen*'")
        .out();
  }

  @Test
  void theSandboxDoesNotHaveTheFile() {
    Outcome inside = told("ls /proc/self/fd | wc -l");
    Outcome untold = Launch.quietly(world).shell("ls /proc/self/fd | wc -l");

    OutcomeAssert.assertThat(inside).outIs(untold.out().strip());
  }

  @Test
  void withoutAskingNothingIsReported() {
    OutcomeAssert.assertThat(Launch.quietly(world).shell("touch seen")).succeeded().errIsEmpty();
  }
}
