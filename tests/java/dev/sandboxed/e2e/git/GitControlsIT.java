package dev.sandboxed.e2e.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Undefended;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What git obeys outside cannot be changed inside, in any layout of the repository. Every attack
 * first works outside, or with its one mount taken out of the plan.
 */
class GitControlsIT {

  private final GitWorld git = new GitWorld();

  @AfterEach
  void tearDown() {
    git.close();
  }

  /** Tries to append what git would run to a file, with its defence and without. */
  private void assertHeld(Launch launch, Path file, String look) {
    String attack = attack(file);
    OutcomeAssert.assertThat(launch.shell(attack)).failed().errContains("Read-only file system");
    assertOnlyWithItsDefence(launch, file, look);
  }

  /** The same with a configuration, of which the sandbox has a copy. */
  private void assertOwn(Launch launch, Path file, String look) {
    OutcomeAssert.assertThat(
            launch.shell(
                attack(file)
                    + " && rm -f '"
                    + file
                    + "' || mv '"
                    + file
                    + "' x || git config --file '"
                    + file
                    + "' core.fsmonitor"))
        .succeeded()
        .outContains("touch");
    assertOnlyWithItsDefence(launch, file, look);
  }

  private static String attack(Path file) {
    return "printf '" + GitWorld.FSMONITOR + "' >>'" + file + "'";
  }

  private void assertOnlyWithItsDefence(Launch launch, Path file, String look) {
    String attack = attack(file);
    git.world().shell("cd \"$1\"; git status", look);
    assertThat(git.ran()).isFalse();

    OutcomeAssert.assertThat(Undefended.of(launch, "sh", "-c", attack).withoutMount(file).outcome())
        .succeeded();
    git.world().shell("cd \"$1\"; git status", look);
    assertThat(git.ran()).as("git obeys %s", file).isTrue();
  }

  private void submodules() {
    git.person(
        """
        git init -q ~/work/lib && git -C ~/work/lib commit -q --allow-empty -m Lib
        git init -q ~/work/inner && git -C ~/work/inner commit -q --allow-empty -m Inner
        git submodule add -q ~/work/lib flat
        git submodule add -q ~/work/lib vendor/very/deep
        cd flat && git submodule add -q ~/work/inner nested && cd ..
        git commit -qam 'Add submodules'
        """);
  }

  @ParameterizedTest
  @CsvSource({
    ".git/config, .",
    ".git/modules/flat/config, .",
    ".git/modules/vendor/very/deep/config, .",
    ".git/modules/flat/modules/nested/config, flat"
  })
  void theConfigurationOfARepositoryAndItsSubmodulesAtAnyDepth(String file, String look) {
    submodules();
    assertOwn(git.fromProject(), git.project().resolve(file), look);
  }

  @Test
  void theHooksOfASubmodule() {
    submodules();
    Path hooks = git.project().resolve(".git/modules/vendor/very/deep/hooks");
    String attack =
        "printf '#!/bin/sh\\ntouch $HOME/ran\\n' >%s/post-checkout && chmod +x %s/post-checkout"
            .formatted(hooks, hooks);
    OutcomeAssert.assertThat(git.fromProject().shell(attack)).failed();
    OutcomeAssert.assertThat(
            Undefended.of(git.fromProject(), "sh", "-c", attack).withoutMount(hooks).outcome())
        .succeeded();
    git.person("git -C vendor/very/deep checkout -q HEAD~0");
    assertThat(git.ran()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {".git/modules/flat/config", ".git/config"})
  void theRepositoryBehindALinkedWorkTreeAndItsSubmodules(String file) {
    git.person("git worktree add -q ../tree && git -C ../tree commit -q --allow-empty -m Tree");
    submodules();
    assertOwn(git.from("tree"), git.project().resolve(file), ".");
  }

  /** Attack 21: it would give another repository to a work tree that no session ever saw. */
  @Test
  void whatBelongsToAnotherWorkTree() {
    git.person("git worktree add -q ../tree && git worktree add -q ../other-tree");
    String attack =
        """
        git init -q --bare "$PWD/evil" && printf '%s' >>evil/config && cp HEAD evil 2>/dev/null
        echo "$PWD/evil" >~/work/project/.git/worktrees/other-tree/commondir
        """
            .formatted(GitWorld.FSMONITOR);
    OutcomeAssert.assertThat(git.from("tree").shell(attack))
        .failed()
        .errContains("Read-only file system");
    git.world().shell("cd ../other-tree; git status");
    assertThat(git.ran()).isFalse();

    Path other = git.project().resolve(".git/worktrees/other-tree/commondir");
    OutcomeAssert.assertThat(
            Undefended.of(git.from("tree"), "sh", "-c", attack).withoutMount(other).outcome())
        .succeeded();
    git.world().shell("cd ../other-tree; git status");
    assertThat(git.ran()).isTrue();
  }

  /** Found in the field: inside, the directories of other work trees are missing. */
  @ParameterizedTest
  @ValueSource(strings = {"git worktree prune", "git gc --prune=now", "rm -rf .git/worktrees/tree"})
  void otherWorkTreesAreStillRegisteredAfterwards(String command) {
    git.person(
        """
        git worktree add -q ../tree
        git config gc.worktreePruneExpire now
        """);
    git.fromProject().shell(command);
    git.person("git -C ../tree status");

    Undefended undefended = Undefended.of(git.fromProject(), "sh", "-c", command);
    for (String file : List.of("HEAD", "commondir", "gitdir", "index")) {
      undefended.withoutMount(git.project().resolve(".git/worktrees/tree").resolve(file));
    }
    undefended.withoutMount(git.home().resolve("work/tree/.git")).outcome();
    OutcomeAssert.assertThat(git.world().shell("git -C ../tree status"))
        .failed()
        .errContains("not a git repository");
  }

  @Test
  void workTreesCanStillBeAddedAndRemovedInside() {
    git.person("git worktree add -q ../tree");
    OutcomeAssert.assertThat(
            git.fromProject()
                .shell(
                    """
                    set -e
                    git worktree add -q wt && git -C wt status --short
                    git worktree remove wt && git worktree list
                    """))
        .succeeded()
        .outContains("project");
  }

  /** Attack 30, and a submodule's pointer. */
  @Test
  void thePointerToARepositoryElsewhere() {
    git.person("mkdir ../apart && git init -q --separate-git-dir ../apart.git ../apart");
    Path pointer = git.home().resolve("work/apart/.git");
    String attack =
        "git init -q evil && printf '%s' >>evil/.git/config && rm -f .git && echo 'gitdir: evil/.git' >.git"
            .formatted(GitWorld.FSMONITOR);
    for (boolean allowed : new boolean[] {false, true}) {
      if (allowed) {
        allow("apart");
      }
      OutcomeAssert.assertThat(git.from("apart").shell(attack + "; rm -rf evil; false")).failed();
      git.world().shell("cd ../apart; git status");
      assertThat(git.ran()).isFalse();
    }
    OutcomeAssert.assertThat(
            Undefended.of(git.from("apart"), "sh", "-c", attack).withoutMount(pointer).outcome())
        .succeeded();
    git.world().shell("cd ../apart; git status");
    assertThat(git.ran()).isTrue();
  }

  private void allow(String directory) {
    Path project = git.home().resolve("work").resolve(directory);
    HostWorld world = git.world();
    Outcome asked = world.sandboxed("allow", project.toString());
    String digest = asked.err().replaceAll("(?s).*--digest (\\S+).*", "$1");
    OutcomeAssert.assertThat(world.sandboxed("allow", "--digest", digest, project.toString()))
        .succeeded();
  }

  /** Attacks 27, 28 and 29: a mount cannot hold a symlink, so nothing starts. */
  @ParameterizedTest
  @ValueSource(strings = {".git/hooks", ".git/config", ".git"})
  void aSymlinkInTheirPlaceStopsTheLaunch(String place) {
    git.person("mv \"$PWD/%s\" ~/moved && ln -s ~/moved %s".formatted(place, place));
    OutcomeAssert.assertThat(git.fromProject().command("true"))
        .exitedWith(125)
        .errContains(git.project().resolve(place) + " cannot be protected: a symlink leads to it")
        .errContains("put what it leads to, " + git.home().resolve("moved") + ", in its place");
  }

  /** Attack 31. */
  @ParameterizedTest
  @ValueSource(strings = {"default", "strict"})
  void theHooksThatTheConfigurationNamesInTheProject(String profile) {
    git.person("mkdir .githooks && git config core.hooksPath .githooks");
    Path hooks = git.project().resolve(".githooks");
    String attack =
        "printf '#!/bin/sh\\ntouch $HOME/ran\\n' >.githooks/pre-commit && chmod +x .githooks/pre-commit";
    Launch launch = git.fromProject().with("--profile", profile);
    OutcomeAssert.assertThat(launch.shell(attack)).failed();
    OutcomeAssert.assertThat(launch.shell("mv .githooks x")).failed();
    OutcomeAssert.assertThat(
            Undefended.of(launch, "sh", "-c", attack).withoutMount(hooks).outcome())
        .succeeded();
    git.person("git commit -q --allow-empty -m 'With a hook'");
    assertThat(git.ran()).isTrue();
  }

  /** Attack 32. */
  @Test
  void whatTheConfigurationIncludesFromTheProject() {
    git.person("echo '# ours' >.gitconfig && git config include.path ../.gitconfig");
    assertHeld(git.fromProject(), git.project().resolve(".gitconfig"), ".");
  }

  @Test
  void whatNamesOtherRepositoriesOrAttributes() {
    git.person(
        """
        git clone -q --shared . ../shared
        cd ../shared && touch .git/info/attributes .git/config.worktree
        """);
    OutcomeAssert.assertThat(git.from("shared").shell("echo '# inside' >>.git/config.worktree"))
        .succeeded();
    git.person("! grep inside ../shared/.git/config.worktree");
    for (String file : List.of(".git/objects/info/alternates", ".git/info/attributes")) {
      OutcomeAssert.assertThat(git.world().shell("cd ../shared && echo >>" + file)).succeeded();
      OutcomeAssert.assertThat(git.from("shared").shell("echo >>" + file))
          .failed()
          .errContains("Read-only file system");
    }
  }

  /** Found in the field: the directory of such a repository holds all work trees. */
  @Test
  void aBareRepositoryThatHoldsItsWorkTreesShowsOnlyTheRequestedOne() {
    git.person(
        """
        git clone -q --bare . ../hub.git && cd ../hub.git
        git worktree add -q one && git worktree add -q two && echo TOKEN=secret-of-two >two/.env
        """);
    allow("hub.git/one");
    Launch launch = git.from("hub.git/one");
    // Its .git file is there for git, and nothing else.
    OutcomeAssert.assertThat(launch.shell("cat ../two/.env; ls -A ../two")).outIs(".git");
    OutcomeAssert.assertThat(
            launch.shell(
                """
                set -e
                echo x >>README.md && git commit -qam Inside && git log -1 --format=%s
                git branch topic && git checkout -q topic && git fetch -q . && git stash list
                touch ../config 2>&1 || true
                """))
        .succeeded()
        .outContains("Inside")
        .outContains("Read-only file system");
    git.person("git -C ../hub.git/one log -1 --format=%s | grep -q Inside");
  }

  /** Claude Code and others make work trees in the project, and commit there in a later session. */
  @Test
  void workTreesInTheProjectCanBeUsedInLaterSessions() {
    OutcomeAssert.assertThat(
            git.fromProject().shell("git worktree add -q .claude/worktrees/a -b a"))
        .succeeded();
    OutcomeAssert.assertThat(
            git.fromProject()
                .shell(
                    """
                    set -e
                    cd .claude/worktrees/a && echo y >>README.md && git commit -qam Two
                    git checkout -qb b && cd ../../.. && git worktree remove .claude/worktrees/a
                    """))
        .succeeded();
  }

  @Test
  void aRepositoryThatIsSharedWithAGroupCanBeCommittedTo() {
    git.person("git config core.sharedRepository group");
    OutcomeAssert.assertThat(
            git.fromProject().shell("echo y >>README.md && git commit -qam Two && git branch c/d"))
        .succeeded();
  }

  @Test
  void ordinaryWorkWithGitStillWorks() {
    submodules();
    git.person("git worktree add -q ../tree");
    OutcomeAssert.assertThat(
            git.fromProject()
                .shell(
                    """
                    set -e
                    echo x >>README.md && git commit -qam One && git commit -q --amend -m Two
                    git checkout -qb topic && git rebase -q HEAD~0 && git tag t && git stash -q || true
                    git -C vendor/very/deep commit -q --allow-empty -m Inside && git add vendor
                    git commit -qm Submodule && git gc -q && git fsck --no-progress
                    """))
        .succeeded();
    git.person("git log -1 --format=%s topic | grep -q Submodule && git -C ../tree status");
  }
}
