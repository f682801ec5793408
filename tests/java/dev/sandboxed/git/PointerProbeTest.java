package dev.sandboxed.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With repositories that the real git made. */
class PointerProbeTest {

  @TempDir Path temporary = Path.of("");

  private Path home = Path.of("");
  private Path shop = Path.of("");

  @BeforeEach
  void aRepository() throws IOException {
    home = Disk.directory(temporary.toRealPath().resolve("home"));
    shop = home.resolve("shop");
    Git.in(home, "git init -q shop && git -C shop commit -q --allow-empty -m Begin");
  }

  @Test
  void aRepositoryInTheProjectIsNotAPointer() {
    assertThat(PointerProbe.look(ThisMachine.INQUIRY, shop)).isEqualTo(new GitPointer.None());
    assertThat(PointerProbe.look(ThisMachine.INQUIRY, home)).isEqualTo(new GitPointer.None());
  }

  @Test
  void aLinkedWorkTreeLeadsToItsRepositoryAndIsNamedBack() {
    Git.in(shop, "git worktree add -q ../fix");
    assertThat(look("fix"))
        .isEqualTo(
            new GitPointer.Leads(
                shop.resolve(".git/worktrees/fix"),
                shop.resolve(".git"),
                true,
                "gitdir: " + shop + "/.git/worktrees/fix\n"));
  }

  @Test
  void soDoesASubmoduleAtAnyDepth() {
    Git.in(home, "git clone -q --bare shop lib.git");
    Git.in(shop, "git -c protocol.file.allow=always submodule add -q ../lib.git vendor/deep/lib");
    Path repository = shop.resolve(".git/modules/vendor/deep/lib");
    assertThat(look("shop/vendor/deep/lib"))
        .isInstanceOfSatisfying(
            GitPointer.Leads.class,
            leads -> {
              assertThat(leads.directory()).isEqualTo(repository);
              assertThat(leads.common()).isEqualTo(repository);
              assertThat(leads.namedBack()).isTrue();
            });
  }

  /** Git does not record which directory it belongs to. */
  @Test
  void aSeparateGitDirectoryDoesNotNameItBack() {
    Git.in(home, "git init -q --separate-git-dir=apart.git apart");
    assertThat(look("apart"))
        .isInstanceOfSatisfying(
            GitPointer.Leads.class,
            leads -> {
              assertThat(leads.common()).isEqualTo(home.resolve("apart.git"));
              assertThat(leads.namedBack()).isFalse();
            });
  }

  @Test
  void theRepositoryOfAnotherWorkTreeDoesNotNameThisOneBack() {
    Git.in(shop, "git worktree add -q ../fix");
    for (String named : new String[] {".git", ".git/worktrees/fix"}) {
      Disk.file(home.resolve("sly/.git"), "gitdir: " + shop.resolve(named) + "\n");
      assertThat(look("sly"))
          .isInstanceOfSatisfying(
              GitPointer.Leads.class, leads -> assertThat(leads.namedBack()).isFalse());
    }
  }

  /** Attack 22: two levels up there are only other projects, and no repository. */
  @Test
  void twoDirectoriesUpFromAForgedWorkTreeThereIsNoRepository() {
    Path feat = Disk.directory(home.resolve("code/worktrees/feat"));
    Disk.file(feat.resolve(".git"), "gitdir: .\n");
    Disk.file(feat.resolve("gitdir"), feat + "/.git\n");
    Disk.file(feat.resolve("HEAD"), "ref: refs/heads/main\n");
    Disk.file(feat.resolve("commondir"), "../..\n");
    assertThat(look("code/worktrees/feat"))
        .isEqualTo(new GitPointer.Broken("leads to \".\", which is not a repository"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gitdir: ",
        "gitdir: /nowhere",
        "garbage",
        "gitdir: \0",
        "gitdir: .",
        "\n",
        "gitdir: \u00ff"
      })
  void aFileThatLeadsNowhereIsBroken(String pointer) {
    Disk.file(home.resolve("fix/.git"), pointer);
    assertThat(look("fix")).isInstanceOf(GitPointer.Broken.class);
  }

  @Test
  void whatIsNotAFileIsReportedAndNotOpened() throws IOException {
    Path project = Disk.directory(home.resolve("odd"));
    Git.in(project, "mkfifo .git");
    assertThat(look("odd")).isEqualTo(new GitPointer.Broken("is a pipe, a socket or a device"));
    Files.delete(project.resolve(".git"));
    Disk.link(project.resolve(".git"), "/dev/zero");
    assertThat(look("odd")).isEqualTo(new GitPointer.None());
  }

  /** Attacks 72 and 73. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkfifo g/config",
        "mkfifo g/commondir",
        "truncate -s 5G g/config",
        "ln -s /dev/zero g/config",
        "ln -s /dev/zero g/commondir"
      })
  void whatLiesBehindItNeitherHangsNorBreaksTheLook(String plant) {
    Path project = Disk.directory(home.resolve("odd"));
    Git.in(
        project, "git init -q --bare g && rm g/config && " + plant + " && echo 'gitdir: g' >.git");
    assertThat(look("odd")).isNotNull();
    Git.in(project, "truncate -s 3G .git");
    assertThat(look("odd")).isInstanceOf(GitPointer.Broken.class);
  }

  private GitPointer look(String project) {
    return PointerProbe.look(ThisMachine.INQUIRY, home.resolve(project));
  }
}
