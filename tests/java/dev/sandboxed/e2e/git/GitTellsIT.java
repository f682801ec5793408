package dev.sandboxed.e2e.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no mount can hold, because it was not there, is reported when the session has ended. */
class GitTellsIT {

  private static final String HEADING =
      "sandboxed: this session added, changed or removed files that git obeys, outside the sandbox too; look at them before you use git there\n";

  private final GitWorld git = new GitWorld();

  @AfterEach
  void tearDown() {
    git.close();
  }

  private String told(String script) {
    Outcome session = git.fromProject().shell(script);
    assertThat(session.err()).as(session.describe()).startsWith(HEADING);
    return session.err().substring(HEADING.length());
  }

  /** Attacks 33 and 35, and other new files that git obeys. */
  @ParameterizedTest
  @CsvSource({
    "echo x >.git/commondir, .git/commondir",
    "touch .git/config.worktree, .git/config.worktree",
    "touch .git/info/attributes, .git/info/attributes",
    "echo /x >.git/objects/info/alternates, .git/objects/info/alternates",
    "git init -q --bare .git/modules/x, .git/modules/x/config",
    "mkdir -p .git/worktrees/x; touch .git/worktrees/x/HEAD .git/worktrees/x/commondir, .git/worktrees/x/commondir",
    "mkdir .git/rebase-merge; echo exec x >.git/rebase-merge/git-rebase-todo, .git/rebase-merge",
    "mkdir .git/sequencer; echo pick x >.git/sequencer/todo, .git/sequencer",
    "mkdir -p objects/aa && git init -q objects/aa, objects/aa/.git",
    "mkdir -p .git/objects/aa && git init -q .git/objects/aa/x, .git/objects/aa/x/.git",
    "mkdir hooks && git init -q --bare hooks/x, hooks/x/config",
    "ln -s ../objects/aa/m .git/modules, .git/modules",
    "ln -s ../st .git/rebase-merge, .git/rebase-merge",
    "mkdir -p .git/modules/x && echo >.git/modules/x/config, .git/modules/x/config",
    "git init -q web, web/.git",
    "mkdir deep && echo 'gitdir: ../x' >deep/.git, deep/.git",
    "ln -s /tmp web.git; mkdir a; ln -s /tmp a/.git, a/.git",
    "git init -q --bare plain, plain/config",
    "mkdir closed; chmod 0 closed, closed",
  })
  void whatIsNewIsNamed(String script, String path) {
    String word = path.equals("closed") ? "closed   " : "new      ";
    assertThat(told(script)).contains("  " + word + path + "\n");
  }

  @Test
  void whatIsChangedInARepositoryBelowIsNamed() {
    git.person("git init -q below && git -C below commit -q --allow-empty -m Below");
    assertThat(
            told(
                """
                git -C below config core.pager x && touch below/.git/hooks/pre-push
                git -C below commit -q --allow-empty -m More
                """))
        .isEqualTo("  changed  below/.git/config\n  new      below/.git/hooks/pre-push\n");
  }

  @Test
  void aWorkTreeThatIsGoneWithTheSessionIsNamedAndOneThatStaysIsNot() {
    String told = told("git worktree add -q ../feature && git worktree add -q topic");
    assertThat(told).contains("new      .git/worktrees/topic/gitdir");
    assertThat(told)
        .endsWith(
            "sandboxed: work trees that this session made outside the project are gone (feature);"
                + " to have git forget them, type: git worktree prune\n");
    git.person(
        "git worktree prune && ! git worktree list | grep feature && cd topic && git status");
  }

  @Test
  void settingTheTimeBackHidesNothing() {
    git.person("git init -q below");
    assertThat(
            told(
                """
                cp -p below/.git/config c && sed -i s/false/true/ below/.git/config
                touch -r c below/.git/config
                """))
        .contains("changed  below/.git/config");
  }

  /** Without HEAD it is not a repository at the next look, and with HEAD it is one again. */
  @Test
  void aRepositoryThatComesAndGoesIsNamedBothTimes() {
    git.person("git init -q --bare plain");
    assertThat(told("mv plain/HEAD plain/x")).contains("  gone     plain/HEAD\n");
    git.fromProject().shell("echo >>plain/config");
    assertThat(told("mv plain/x plain/HEAD"))
        .contains("  new      plain/HEAD\n")
        .contains("  changed  plain/config\n");
  }

  @Test
  void whatBelongsToTheProjectsOwnRepositoryComesFirst() {
    assertThat(
            told(
                "for n in $(seq 20); do mkdir -p .a/$n; echo x >.a/$n/.git; done; echo x >.git/commondir"))
        .startsWith("  new      .git/commondir\n");
  }

  @Test
  void aRepositoryThatReplacesAnotherIsNamed() {
    git.person("git init -q below && mkdir ../project/prepared && git init -q prepared/x");
    assertThat(told("mv below/.git old && mv prepared/x/.git below/.git"))
        .contains("changed  below/.git\n");
  }

  /** Attack 31, with a directory that does not exist yet. */
  @Test
  void hooksThatTheConfigurationNamesAndThatAppearAreNamed() {
    git.person("git config core.hooksPath .githooks");
    assertThat(told("mkdir .githooks")).isEqualTo("  new      .githooks\n");
  }

  @Test
  void aSessionThatOnlyWorksReportsNothing() {
    git.person(
        "mkdir -p src/hooks web/config && touch src/hooks/use.ts && git worktree add -q ../tree");
    OutcomeAssert.assertThat(
            git.fromProject()
                .shell(
                    """
                    set -e
                    echo x >>README.md && git add -A && git commit -qm Work && git checkout -qb topic
                    mkdir -p lib/hooks && echo 1 >lib/hooks/a.js && echo 2 >src/hooks/use.ts && echo 3 >web/config/x
                    echo 4 >config && git add -A && git stash -q && git stash pop -q && git gc -q
                    """))
        .succeeded()
        .errIsEmpty();
  }

  @Test
  void namesAreWrittenOutAndManyAreCounted() {
    String words =
        told(
            """
            for n in $(seq 20); do mkdir -p many/$n; echo x >many/$n/.git; done
            mkdir "$(printf 'e\\033[31mvil\\nline')" && touch "$(printf 'e\\033[31mvil\\nline')/.git"
            """);
    assertThat(words.lines()).hasSize(13);
    assertThat(words).endsWith("  and 9 more\n").doesNotContain("\u001b");
  }

  @Test
  void theRepositoryBehindALinkedWorkTreeIsLookedAtToo() {
    git.person("git worktree add -q ../tree");
    OutcomeAssert.assertThat(git.from("tree").shell("echo x >~/work/project/.git/commondir"))
        .errContains("new      " + git.project().resolve(".git/commondir"));
  }

  @Test
  void theLookHappensEvenIfTheAgentEndsBadly() {
    Outcome session = git.fromProject().shell("git init -q web; kill -9 $$");
    OutcomeAssert.assertThat(session).exitedWith(137).errContains("new      web/.git");
  }
}
