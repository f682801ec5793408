package dev.sandboxed.e2e.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits inside have the name that they would have outside, with the real git. */
class GitIdentityIT {

  private static final String COMMIT =
      "git commit -q --allow-empty -m x && git log -1 --format=%an:%ae";

  private final String canary = "canary-" + UUID.randomUUID();

  private HostWorld world = HostWorld.create();

  @BeforeEach
  void twoIdentities() {
    shell(
        """
        cat >>~/.gitconfig <<END
        [includeIf "gitdir:~/work/"]
          path = .gitconfig-work
        [includeIf "gitdir:~/private/"]
          path = ~/.gitconfig-private
        END
        git config --file ~/.gitconfig-work user.email ada@work.example
        git config --file ~/.gitconfig-private user.email ada@home.example
        """);
  }

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  private String shell(String script) {
    Outcome outcome = world.shell("set -e\n" + script);
    OutcomeAssert.assertThat(outcome).succeeded();
    return outcome.out().strip();
  }

  @Test
  void aCommitInsideHasTheIdentityOfAnIncludedFile() {
    assertThat(shell(COMMIT)).isEqualTo("Ada Person:ada@work.example");

    Outcome inside = Launch.quietly(world).shell(COMMIT + "; ls -A ~ | grep git");

    OutcomeAssert.assertThat(inside)
        .outIs("Ada Person:ada@work.example\n.gitconfig\n.gitconfig-work");
  }

  @Test
  void itIsReadOnlyAndExplainSaysWhyItIsThere() {
    OutcomeAssert.assertThat(Launch.quietly(world).shell("echo >>~/.gitconfig-work"))
        .errContains("Read-only file system");
    OutcomeAssert.assertThat(world.shell("echo >>~/.gitconfig-work")).succeeded();

    OutcomeAssert.assertThat(
            Launch.of(world, "explain", "shell")
                .with(world.home().resolve(".gitconfig-work").toString())
                .outcome())
        .outContains("included by ~/.gitconfig");
  }

  /** They are data, and git is not itself without them; what names programs is told. */
  @Test
  void theDataFilesThatTheConfigurationNamesAreThereAndItsProgramsAreTold() {
    shell(
        """
        echo '*.mine' >~/ignore; echo Because: >~/template; touch x.mine
        git config --global core.excludesFile '~/ignore'
        git config --global commit.template ~/template
        git config --global core.pager delta
        git config --global commit.gpgsign false
        """);

    Outcome inside =
        Launch.of(world, "run", "shell")
            .with("--", "-c", "git status --short; cat ~/template; echo >>~/ignore")
            .outcome();

    OutcomeAssert.assertThat(inside)
        .outIs("Because:")
        .errContains("your git configuration sets core.pager, which")
        .errContains("Read-only file system");
    OutcomeAssert.assertThat(
            Launch.quietly(world)
                .with("--deny", world.home() + "/ignore")
                .shell("git status --short"))
        .outContains("x.mine");
  }

  @Test
  void itDependsOnWhereTheProjectIs() {
    shell("git init -q ~/private/diary");

    Outcome inside = Launch.quietly(world).in(world.home().resolve("private/diary")).shell(COMMIT);

    OutcomeAssert.assertThat(inside).succeeded().outIs("Ada Person:ada@home.example");
  }

  @Test
  void aLinkedWorkTreeAndLinkedDotfilesHaveItToo() {
    shell(
        """
        mkdir ~/dotfiles
        mv ~/.gitconfig ~/dotfiles/config && ln -s dotfiles/config ~/.gitconfig
        mv ~/.gitconfig-work ~/dotfiles/work && ln -s dotfiles/work ~/.gitconfig-work
        git worktree add -q ../tree
        """);

    Outcome inside = Launch.quietly(world).in(world.project().resolveSibling("tree")).shell(COMMIT);

    OutcomeAssert.assertThat(inside).succeeded().outIs("Ada Person:ada@work.example");
  }

  @Test
  void aProfileThatDeniesTheIncludedFileWins() {
    Profiles.write(
        world, "mine", "extends = \"default\"\n[filesystem]\ndeny = [\"~/.gitconfig-work\"]\n");

    Outcome inside =
        Launch.quietly(world).with("--profile=mine").shell("cat ~/.gitconfig-work; echo end");

    OutcomeAssert.assertThat(inside).outIs("end");
  }

  @Test
  void aFileOfTheProjectIncludesNothingIntoTheSandbox() {
    shell(
        """
        git config --file ~/secret canary.text %s
        git config --global --add include.path ~/work/project/gitconfig
        git config --file gitconfig include.path ~/secret
        """
            .formatted(canary));
    // Outside, git follows it.
    assertThat(shell("git config canary.text")).isEqualTo(canary);

    Outcome inside =
        Launch.quietly(world).shell("git config canary.text; cat ~/secret; git config user.email");

    OutcomeAssert.assertThat(inside).outIs("ada@work.example").outLacks(canary);
  }

  @Test
  void neitherDoesASymlinkThatTheAgentPutInItsPlace() {
    shell(
        """
        git config --file ~/secret canary.text %s
        git config --global --add include.path ~/work/project/gitconfig
        """
            .formatted(canary));
    OutcomeAssert.assertThat(Launch.quietly(world).shell("ln -s ../../secret gitconfig"))
        .succeeded();
    assertThat(shell("git config canary.text")).isEqualTo(canary);

    OutcomeAssert.assertThat(
            Launch.quietly(world).shell("git config canary.text; cat ~/secret; cat gitconfig"))
        .outLacks(canary);
  }

  @Test
  void theProjectsOwnConfigurationIncludesNothingIntoTheSandbox() {
    shell(
        "git config --file ~/secret canary.text %s && git config include.path ~/secret"
            .formatted(canary));
    assertThat(shell("git config canary.text")).isEqualTo(canary);

    OutcomeAssert.assertThat(Launch.quietly(world).shell("git config canary.text; cat ~/secret"))
        .outLacks(canary);
  }

  @Test
  void aBranchOrARemoteThatTheAgentChoosesShowsNothingMore() {
    shell(
        """
        git config --file ~/secret canary.text %s
        git config --global includeIf.onbranch:secret.path ~/secret
        git config --global includeIf.hasconfig:remote.*.url:secret.path ~/secret
        mkdir ../new
        """
            .formatted(canary));
    OutcomeAssert.assertThat(
            Launch.quietly(world)
                .in(world.project().resolveSibling("new"))
                .shell("git init -qb secret && git remote add secret secret"))
        .succeeded();
    assertThat(shell("cd ../new && git config canary.text")).isEqualTo(canary);

    OutcomeAssert.assertThat(
            Launch.quietly(world)
                .in(world.project().resolveSibling("new"))
                .shell("git config canary.text; cat ~/secret"))
        .outLacks(canary);
  }

  /** An agent could have written which repository objects are borrowed from. */
  @Test
  void borrowedObjectsAreNotShownUntilThePersonNamesThem() {
    shell("git clone -q --shared . ../shared && git -C ../shared log --format=%s");
    Launch launch = Launch.of(world, "run").in(world.project().resolveSibling("shared"));
    String objects = world.project() + "/.git/objects";

    OutcomeAssert.assertThat(launch.with("shell", "--", "-c", "git log; ls " + objects).outcome())
        .failed()
        .errContains("note       --read " + objects + " shows objects that git misses");
    OutcomeAssert.assertThat(
            launch.with("--read", objects, "shell", "--", "-c", "git log --format=%s").outcome())
        .succeeded()
        .errLacks("that git misses");
  }

  @Test
  void gitComplainsAboutABrokenConfiguration() {
    shell("echo '[include' >>~/.gitconfig");

    Outcome inside = Launch.quietly(world).shell("git config user.name || echo went on");

    OutcomeAssert.assertThat(inside).succeeded().outIs("went on").errContains("bad config line");
  }
}
