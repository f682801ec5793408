package dev.sandboxed.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.host.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With repositories that the real git made, in every layout that it knows. */
class RepositoryProbeTest extends ProbedRepository {

  @Test
  void theConfigurationAndTheHooksOfARepositoryAreFound() {
    assertThat(controls(shop)).containsExactly("shop/.git/config", "shop/.git/hooks");
    assertThat(look(shop).writable()).isEmpty();
    assertThat(look(shop).directory()).contains(shop.resolve(".git"));
  }

  @Test
  void soAreExistingFilesThatNameOtherRepositoriesOrCommands() {
    Git.in(
        shop,
        """
        mkdir -p .git/info
        touch .git/config.worktree .git/commondir .git/info/attributes
        touch .git/objects/info/alternates .git/info/exclude .git/description
        """);
    assertThat(controls(shop))
        .containsExactlyInAnyOrder(
            "shop/.git/config",
            "shop/.git/config.worktree",
            "shop/.git/commondir",
            "shop/.git/hooks",
            "shop/.git/info/attributes",
            "shop/.git/objects/info/alternates");
  }

  /** Attacks 18 and 19: a submodule's repository is named after its path, and can hold others. */
  @Test
  void submodulesAreFoundAtAnyDepth() {
    Git.in(
        home,
        """
        git init -q --bare --template= inner.git
        git init -q --template= lib && cd lib && git commit -q --allow-empty -m Lib
        git clone -q --bare --template= . ../lib.git
        cd ../shop
        git -c protocol.file.allow=always submodule add -q ../lib.git flat
        git -c protocol.file.allow=always submodule add -q ../lib.git vendor/very/deep
        cd flat
        git -c protocol.file.allow=always submodule add -q "$PWD/../../lib.git" nested
        """);
    assertThat(controls(shop))
        .contains(
            "shop/.git/modules/flat/config",
            "shop/.git/modules/flat/modules/nested/config",
            "shop/.git/modules/vendor/very/deep/config");
  }

  @Test
  void aDirectoryThatLooksLikeARepositoryHidesNoneBelowIt() {
    Git.in(
        shop,
        "mkdir -p .git/modules/vendor && touch .git/modules/vendor/HEAD"
            + " && git init -q --bare --template= .git/modules/vendor/deep");
    assertThat(controls(shop)).contains("shop/.git/modules/vendor/deep/config");
  }

  /** Attacks 20 and 21, and what git itself does to other work trees. */
  @Test
  void aLinkedWorkTreeBringsItsRepositoryWithoutWhatBelongsToOthers() {
    Git.in(shop, "git worktree add -q ../fix && git worktree add -q ../other");
    Git.in(shop, "git init -q --bare --template= .git/modules/flat");

    assertThat(look(home.resolve("fix")).writable()).containsExactly(shop.resolve(".git"));
    assertThat(look(home.resolve("fix")).outside()).containsExactly(shop.resolve(".git"));
    assertThat(controls(home.resolve("fix")))
        .containsExactlyInAnyOrder(
            "fix/.git",
            "shop/.git/config",
            "shop/.git/hooks",
            "shop/.git/modules/flat/config",
            "shop/.git/worktrees/fix/commondir",
            "shop/.git/worktrees/fix/gitdir",
            "shop/.git/worktrees/other/HEAD",
            "shop/.git/worktrees/other/commondir",
            "shop/.git/worktrees/other/gitdir",
            "shop/.git/worktrees/other/index");
    assertThat(controls(shop))
        .contains("shop/.git/worktrees/fix/HEAD", "shop/.git/worktrees/other/HEAD");
    assertThat(names(look(shop).readable())).containsExactly("fix/.git", "other/.git");
    assertThat(names(look(home.resolve("fix")).readable())).containsExactly("other/.git");
  }

  /** An agent can write one end of the link. */
  @Test
  void noFileIsShownForAnotherWorkTreeThatDoesNotSayThatItIsOne() {
    Git.in(shop, "git worktree add -q ../fix");
    for (String planted : List.of(".ssh/id_rsa", "sly/.git", "stale/.git")) {
      Disk.file(home.resolve(planted), "gitdir: " + shop.resolve(".git/worktrees/fix") + "\n");
      Path part = shop.resolve(".git/worktrees/planted");
      Disk.file(part.resolve("HEAD"), "ref: refs/heads/main\n");
      Disk.file(part.resolve("commondir"), "../..\n");
      Disk.file(part.resolve("gitdir"), home.resolve(planted) + "\n");
      assertThat(names(look(shop).readable())).containsExactly("fix/.git");
    }
  }

  /** Claude Code and others make such trees, and commit there in a later session. */
  @Test
  void aWorkTreeInTheProjectIsTheAgents() {
    Git.in(shop, "git worktree add -q .claude/worktrees/a");
    assertThat(controls(shop)).noneMatch(path -> path.contains("worktrees"));
  }

  @Test
  void aWorkTreeThatIsGoneMayBeForgottenUnlessItIsLocked() {
    Git.in(shop, "git worktree add -q ../fix && rm -r ../fix");
    assertThat(controls(shop)).noneMatch(path -> path.contains("worktrees"));
    Git.in(shop, "git worktree add -q ../disk && git worktree lock ../disk && rm -r ../disk");
    assertThat(controls(shop)).contains("shop/.git/worktrees/disk/locked");
  }

  @Test
  void aRepositoryThatIsNotAcceptedBringsNothingButItsPointerIsHeld() {
    Git.in(shop, "git worktree add -q ../fix");
    Path fix = home.resolve("fix");
    GitFacts facts =
        RepositoryProbe.look(
            new Project(fix, fix, List.of()),
            PointerProbe.look(ThisMachine.INQUIRY, fix),
            false,
            git(),
            persons());
    assertThat(facts.writable()).isEmpty();
    assertThat(facts.outside()).isEmpty();
    assertThat(facts.directory()).isEmpty();
    assertThat(facts.controls()).extracting(GitControl::path).containsExactly(fix.resolve(".git"));
  }

  /** Found in the field: an agent that sees the directory sees every work tree in it. */
  @Test
  void aBareRepositoryThatHoldsItsWorkTreesIsShownEntryByEntry() {
    Git.in(home, "git clone -q --bare --template= shop hub.git && mkdir hub.git/hooks");
    Git.in(home.resolve("hub.git"), "git worktree add -q one && git worktree add -q two");
    Disk.file(home.resolve("hub.git/two/.env"), "TOKEN=1");
    Disk.file(home.resolve("hub.git/.env"), "TOKEN=1");
    GitFacts facts = look(home.resolve("hub.git/one"));
    assertThat(names(facts.writable()))
        .contains("hub.git/HEAD", "hub.git/objects", "hub.git/refs", "hub.git/worktrees")
        .doesNotContain("hub.git", "hub.git/one", "hub.git/two", "hub.git/.env");
    assertThat(names(facts.readable()))
        .containsExactlyInAnyOrder("hub.git/config", "hub.git/hooks", "hub.git/two/.git");
    assertThat(names(facts.controls().stream().map(GitControl::path).toList()))
        .containsExactlyInAnyOrder(
            "hub.git/one/.git",
            "hub.git/worktrees/one/commondir",
            "hub.git/worktrees/one/gitdir",
            "hub.git/worktrees/two/HEAD",
            "hub.git/worktrees/two/commondir",
            "hub.git/worktrees/two/gitdir",
            "hub.git/worktrees/two/index");
  }

  @Test
  void aRepositoryInTheProjectThatItsPointerNamesIsHeldToo() {
    Git.in(home, "mkdir hub && git init -q --template= --separate-git-dir=hub/.bare hub");
    assertThat(controls(home.resolve("hub"))).contains("hub/.git", "hub/.bare/config");
    assertThat(look(home.resolve("hub")).writable()).isEmpty();
  }

  @Test
  void soIsOneThatIsTheProjectItself() {
    Git.in(home, "git init -q --bare --template= bare.git && mkdir bare.git/hooks");
    assertThat(controls(home.resolve("bare.git")))
        .containsExactlyInAnyOrder("bare.git/config", "bare.git/hooks");
  }

  @ParameterizedTest
  @ValueSource(strings = {".git/config", ".git/hooks/pre-commit", ".githooks/pre-commit"})
  void aFileWithAnotherNameStopsTheLaunchWithTheCommandThatSeparatesThem(String file) {
    Git.in(
        shop,
        "mkdir .githooks && git config core.hooksPath .githooks && touch %1$s && ln %1$s other"
            .formatted(file));
    assertThat(Refusals.textsOf(() -> look(shop)))
        .singleElement()
        .asString()
        .contains("has another name (a hard link)")
        .contains("cp -p " + shop.resolve(file));
  }

  /** An agent can remove HEAD for a while. */
  @Test
  void whatDoesNotLookLikeARepositoryNowIsHeldAnyway() {
    Git.in(shop, "git init -q --bare --template= .git/modules/lib && rm .git/modules/lib/HEAD");
    assertThat(controls(shop)).contains("shop/.git/modules/lib/config");
    Git.in(shop, "git init -q --bare --template= .git/modules/objects/pack");
    assertThat(controls(shop)).contains("shop/.git/modules/objects/pack/config");
    Git.in(home, "git init -q --bare --template= bare.git && rm bare.git/HEAD");
    assertThat(controls(home.resolve("bare.git"))).contains("bare.git/config");
  }

  @Test
  void aSubmoduleMayHaveTheNameOfAControlFile() {
    Git.in(shop, "for n in config hooks; do git init -q --bare --template= .git/modules/$n; done");
    assertThat(controls(shop))
        .contains("shop/.git/modules/config/config", "shop/.git/modules/hooks/config")
        .doesNotContain("shop/.git/modules/config", "shop/.git/modules/hooks");
  }

  @Test
  void aSymlinkThatGitLooksThroughIsFound() {
    Disk.link(shop.resolve(".git/modules"), "../objects/aa");
    assertThat(controls(shop)).contains("shop/.git/modules");
  }

  @Test
  void whatAnEnclosingProjectObeysInThisOneIsFound() {
    Git.in(shop, "git config core.hooksPath tools/hooks && mkdir -p tools/hooks");
    Git.in(shop.resolve("tools"), "git init -q --template= .");
    assertThat(
            names(
                look(shop.resolve("tools"), shop).controls().stream()
                    .map(GitControl::path)
                    .toList()))
        .contains("shop/tools/hooks");
  }

  /** Attack 16: the next session can open what is closed to sandboxed. */
  @Test
  void whatCannotBeLookedAtStopsTheLaunchWithTheCommandThatOpensIt() throws IOException {
    Path closed = Disk.directory(shop.resolve(".git/modules/flat"));
    Disk.file(closed.resolve("HEAD"), "");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      assertThat(Refusals.textsOf(() -> look(shop)))
          .singleElement()
          .asString()
          .contains("chmod u+rwx " + closed);
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aRepositoryWithoutAnythingToObeyKeepsItsPlace() {
    Git.in(shop, "rm -r .git/config .git/hooks");
    assertThat(controls(shop)).containsExactly("shop/.git");
  }
}
