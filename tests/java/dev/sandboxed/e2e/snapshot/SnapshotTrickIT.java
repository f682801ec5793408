package dev.sandboxed.e2e.snapshot;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an agent tries in a snapshot so that a person takes over more than they think. */
class SnapshotTrickIT {

  private final SnapshotWorld snapshots = new SnapshotWorld();
  private final HostWorld world = snapshots.world();
  private final Launch launch = snapshots.launch();

  @AfterEach
  void closeTheWorld() {
    snapshots.close();
  }

  @Test
  void whatIsMovedOutOfARepositoryStaysInThePersons() {
    snapshots.outside("git commit -q --allow-empty -m one; git branch kept");
    String state = "git rev-parse HEAD kept; git fsck --strict 2>&1; find .git -type f | sort";
    String before = world.shell(state).out();
    snapshots.inside(
        """
        mv .git/refs/heads/kept branch; mv README.md moved
        object=$(find .git/objects -type f | head -n 1); cp "$object" copied; rm -f "$object"
        """);

    Outcome apply = world.sandboxed("apply");

    assertThat(apply)
        .succeeded()
        .outContains("wrote    branch")
        .outContains("wrote    copied")
        .outContains("TRAP     .git/refs/heads/kept");
    assertThat(world.shell(state).out()).isEqualTo(before);
    // Elsewhere the old name goes with the new one.
    assertThat(world.shell("ls README.md")).failed();
  }

  @Test
  void theProjectItselfDoesNotBecomeARepository() {
    String look = "cd \"$PWD\" && git rev-parse --git-dir";
    snapshots.outside("rm -rf .git");
    snapshots.inside(
        """
        mkdir objects refs; echo 'ref: refs/heads/x' >HEAD; echo x >objects/x; echo x >refs/x; echo x >plain
        printf '[core]\\n\\trepositoryformatversion = 0\\n\\tbare = false\\n' >config
        """);

    assertThat(world.sandboxed("apply"))
        .succeeded()
        .outContains("wrote    plain")
        .outContains("TRAP     HEAD: it is in a repository, which git outside obeys; not written")
        .outContains("TRAP     config: it is in a repository");

    assertThat(world.shell(look)).failed();
    // By their names a person can have them, and git then obeys them.
    assertThat(world.sandboxed("apply", "HEAD", "config", "objects/x", "refs/x")).succeeded();
    assertThat(world.shell(look)).outIs(".");
  }

  @Test
  void aRepositoryOfWhichThePartsAreElsewhereIsOne() {
    String look = "cd lib && git rev-parse --git-dir";
    snapshots.inside(
        """
        mkdir -p lib common/objects common/refs; echo 'ref: refs/heads/x' >lib/HEAD
        echo ../common >lib/commondir; echo x >common/objects/x; echo x >common/refs/x
        """);

    assertThat(world.sandboxed("apply"))
        .succeeded()
        .outContains("TRAP     lib/HEAD: it is in a repository, which git outside obeys")
        .outContains("TRAP     lib/commondir");

    assertThat(world.shell(look).out()).endsWith("/.git\n");
    assertThat(world.sandboxed("apply", "lib")).succeeded();
    assertThat(world.shell(look)).outIs(".");
  }

  @Test
  void nothingIsHiddenInWhatLooksLikeAColour() {
    snapshots.outside("printf 'echo a\\n' >run.sh");
    snapshots.inside(
        "printf '\\techo b\\033[;./evil\\n' >>run.sh; : >\"$(printf 'name\\033[;evil')\"");

    assertThat(world.sandboxed("changes")).outContains("added    name?[;evil  0 B");
    assertThat(world.sandboxed("changes", "--diff", "run.sh"))
        .outContains("+\techo b\\u{1b}[;./evil");
  }

  @Test
  void aDirectoryInThePlaceOfASymlinkDoesNotHideWhatGitIgnores() {
    snapshots.outside("mkdir real; ln -s real link; echo ignored/ >.gitignore");
    snapshots.inside(
        "rm link; mkdir link ignored; echo x >link/x; echo x >ignored/x; echo x >plain");

    assertThat(world.sandboxed("apply"))
        .succeeded()
        .outContains("wrote    link/x")
        .outContains("left out, because git ignores it: 2");

    assertThat(world.shell("cat plain link/x")).outIs("x\nx");
    assertThat(world.shell("ls ignored")).failed();
  }

  @Test
  void withoutAnAnswerOfGitNobodyTakesEverything() {
    snapshots.outside("echo ignored/ >.gitignore");
    snapshots.inside("mkdir ignored; echo x >ignored/x; echo x >plain");
    world.installScript("git", "echo broken >&2; exit 128");

    assertThat(world.sandboxed("apply"))
        .exitedWith(125)
        .errContains("cannot tell what git ignores")
        .errContains("broken");

    assertThat(world.shell("ls plain ignored")).failed();
    assertThat(world.sandboxed("apply", "plain")).succeeded();
    assertThat(world.shell("cat plain")).outIs("x");
  }

  @Test
  void nothingIsKeptInTheProjectBehindASymlink() {
    snapshots.outside("mkdir -p \"$HOME/.local\" kept; ln -s \"$PWD/kept\" \"$HOME/.local/state\"");

    assertThat(launch.shell("true"))
        .exitedWith(125)
        .errContains("cannot work on a snapshot")
        .errContains("which is in the project");
  }
}
