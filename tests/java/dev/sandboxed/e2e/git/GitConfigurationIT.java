package dev.sandboxed.e2e.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Inside, git reads and writes a configuration of its own, and the person's stays as it is. */
class GitConfigurationIT {

  private static final String CONFIGURATION = "cat ~/work/project/.git/config";

  private final GitWorld git = new GitWorld();

  @AfterEach
  void tearDown() {
    git.close();
  }

  private void aRemoteAndASubmodule() {
    git.person(
        """
        git clone -q --bare . ../origin.git && git -C ../origin.git branch topic
        git init -q ../lib && git -C ../lib commit -q --allow-empty -m Lib
        git submodule add -q ../lib sub 2>/dev/null || git submodule add -q ~/work/lib sub
        git commit -qm 'Add a submodule' && git submodule deinit -qf sub && rm -rf .git/modules
        git config user.email ada@example.org
        git remote add origin ~/work/origin.git && git fetch -q
        """);
  }

  @Test
  void whatChangesTheConfigurationWorksInside() {
    aRemoteAndASubmodule();
    String before = git.person(CONFIGURATION).out();
    Launch launch =
        git.fromProject()
            .with("--write", git.home().resolve("work/origin.git").toString())
            .with("--read", git.home().resolve("work/lib").toString());

    Outcome inside =
        launch.shell(
            """
            set -e
            git checkout -q topic && git rev-parse --abbrev-ref @{upstream}
            git branch -m renamed && git rev-parse --abbrev-ref @{upstream}
            git commit -q --allow-empty -m Inside && git push -q -u origin renamed
            git rev-parse --abbrev-ref @{upstream}
            git -c protocol.file.allow=always submodule update -q --init && git -C sub log --format=%s
            git config user.email agent@example.org && git config user.email
            git remote add other https://example.org/other.git && git remote remove other
            git sparse-checkout set nothing && git sparse-checkout disable
            git config core.hooksPath /tmp/hooks
            """);

    OutcomeAssert.assertThat(inside)
        .succeeded()
        .outIs("origin/topic\norigin/topic\norigin/renamed\nLib\nagent@example.org")
        // What is harmless, as commands, and the names of the rest.
        .errContains("  git config branch.renamed.merge refs/heads/renamed\n")
        .errContains("  git config branch.renamed.remote origin\n")
        .errContains("user.email")
        .errContains("core.hookspath");
    assertThat(git.person(CONFIGURATION).out()).isEqualTo(before);
    git.person(
        "git config branch.renamed.remote origin && git config branch.renamed.merge refs/heads/renamed"
            + " && test origin/renamed = \"$(git rev-parse --abbrev-ref renamed@{upstream})\"");
  }

  @Test
  void itIsThereInTheNextSessionUntilThePersonChangesTheirs() {
    OutcomeAssert.assertThat(
            git.fromProject().shell("git config a.b inside && rm /SANDBOX.git/x* || true"))
        .succeeded();
    OutcomeAssert.assertThat(git.fromProject().shell("git config a.b; rm -f /SANDBOX.git/*"))
        .outIs("inside");
    // A copy that was removed is made again.
    OutcomeAssert.assertThat(
            git.fromProject().shell("git config core.bare; git config a.b; git config a.b again"))
        .outIs("false");

    git.person("git config a.c outside");

    OutcomeAssert.assertThat(
            git.fromProject().shell("git config a.b; git config a.c; git config a.d quiet"))
        .outIs("outside");
    assertThat(git.world().shell("git config a.b").out()).isEmpty();
  }

  /** With every network, in front of which another namespace is made. */
  @Test
  void itIsTheSameWithTheInternet() {
    OutcomeAssert.assertThat(
            Launch.quietly(git.world())
                .with("--network=internet-only")
                .shell("git config a.b inside && git config a.b"))
        .succeeded()
        .outIs("inside");
    assertThat(git.world().shell("git config a.b").out()).isEmpty();
  }

  @Test
  void aProfileThatNamesTheConfigurationStillHasTheLastWord() {
    OutcomeAssert.assertThat(
            git.fromProject().with("--write", ".git/config").shell("echo '# mine' >>.git/config"))
        .succeeded();
    git.person("grep -q '# mine' .git/config");
    OutcomeAssert.assertThat(git.fromProject().with("--read", ".").shell("git config a.b inside"))
        .failed();
  }

  /** An agent can put anything in the place of a copy; nothing of this host is read or written. */
  @Test
  void aLinkInThePlaceOfACopyLeadsNowhereOutside() {
    git.person("git config --file ~/secret user.name canary && cp ~/secret ~/secret.before");
    OutcomeAssert.assertThat(
            git.fromProject()
                .shell("for f in /SANDBOX.git/*; do ln -sf '" + git.home() + "/secret' $f; done"))
        .succeeded()
        .errLacks("canary");
    git.person("git config a.c outside");
    OutcomeAssert.assertThat(git.fromProject().shell("git config a.c; git config user.name"))
        .outLacks("canary");
    git.person("cmp ~/secret ~/secret.before");
  }

  /** Whoever opens a pipe without a writer waits for one; so does each of the next sessions. */
  @Test
  void aPipeInThePlaceOfACopyKeepsNobodyWaiting() {
    OutcomeAssert.assertThat(
            git.fromProject().shell("for f in /SANDBOX.git/*; do rm $f && mkfifo $f; done"))
        .succeeded();
    OutcomeAssert.assertThat(
            git.fromProject().shell("for f in /SANDBOX.git/*; do test -p $f || exit 1; done"))
        .succeeded()
        .errIsEmpty();
  }
}
