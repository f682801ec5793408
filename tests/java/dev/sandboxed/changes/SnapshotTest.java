package dev.sandboxed.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.fixture.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {

  private static final String COMMIT = "0123abc".repeat(6).substring(0, 40);
  private static final String OTHER = "fedcba9".repeat(6).substring(0, 40);

  @TempDir Path temporary = Path.of("");

  private Path project = Path.of("");

  @BeforeEach
  void aProject() throws IOException {
    project = Disk.directory(temporary.toRealPath().resolve("shop"));
  }

  @Test
  void filesAndSymlinksAreListedAndDirectoriesAreNot() {
    Disk.file(project.resolve("a/b/c"), "text");
    Disk.directory(project.resolve("empty"));
    Disk.file(temporary.resolve("outside/secret"), "x");
    Disk.link(project.resolve("link"), "../outside");
    Disk.link(project.resolve("nowhere"), "gone");

    TreeMap<String, FileMark> files = new TreeMap<>(Snapshot.of(project).files());

    assertThat(files).containsOnlyKeys("a/b/c", "link", "nowhere");
    assertThat(files.get("a/b/c"))
        .satisfies(mark -> assertThat(mark.kind()).isEqualTo('f'))
        .satisfies(mark -> assertThat(mark.size()).isEqualTo(4));
    assertThat(files.get("link")).satisfies(mark -> assertThat(mark.kind()).isEqualTo('l'));
  }

  @Test
  void inARepositoryOnlyWhatGitExecutesLaterIsListed() {
    Disk.file(project.resolve(".git/config"), "");
    Disk.file(project.resolve(".git/index"), "");
    Disk.file(project.resolve(".git/hooks/pre-commit"), "");
    Disk.file(project.resolve(".git/objects/01/2"), "");
    Disk.file(project.resolve("sub/.git/commondir"), "");
    Disk.file(project.resolve("sub/.git/HEAD"), "");
    Disk.file(project.resolve("tree/.git"), "gitdir: elsewhere");

    assertThat(Snapshot.of(project).files())
        .containsOnlyKeys(
            ".git/config", ".git/hooks/pre-commit", "sub/.git/commondir", "tree/.git");
  }

  @Test
  void whatWasWrittenDownIsReadAgain() {
    Disk.file(project.resolve("two words\nand a line"), "x");
    Disk.file(project.resolve(".git/HEAD"), COMMIT + "\n");
    Snapshot snapshot = Snapshot.of(project);

    assertThat(Snapshot.parse(snapshot.text())).isEqualTo(snapshot);
    assertThat(snapshot.files()).hasSize(1);
  }

  @Test
  void anIncompleteSnapshotIsRefused() {
    Disk.file(project.resolve("file"), "x");
    String text = Snapshot.of(project).text();

    for (int length = 0; length < text.length(); length++) {
      String torn = text.substring(0, length);
      assertThatThrownBy(() -> Snapshot.parse(torn)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theBranchAndItsCommitAreReadAsData() {
    assertThat(Snapshot.of(project).head()).isEmpty();

    Disk.file(project.resolve(".git/HEAD"), "ref: refs/heads/fix/cart\n");
    assertThat(Snapshot.of(project).head()).isEqualTo("fix/cart, no commit");

    Disk.file(
        project.resolve(".git/packed-refs"),
        "# pack-refs with: peeled\n%s refs/heads/main\n%s refs/heads/fix/cart\n^%s\n"
            .formatted(COMMIT, OTHER, COMMIT));
    assertThat(Snapshot.of(project).head()).isEqualTo("fix/cart fedcba9");

    Disk.file(project.resolve(".git/refs/heads/fix/cart"), COMMIT + "\n");
    assertThat(Snapshot.of(project).head()).isEqualTo("fix/cart 0123abc");

    Disk.file(project.resolve(".git/HEAD"), OTHER + "\n");
    assertThat(Snapshot.of(project).head()).isEqualTo("fedcba9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "ref: refs/heads/../../../secret",
        "ref: /home/ana/secret",
        "ref: refs/heads/a b",
        "",
      })
  void aHeadThatGitDidNotWriteIsNotShown(String head) {
    Disk.file(project.resolve(".git/HEAD"), head + "\n");
    assertThat(Snapshot.of(project).head()).isEmpty();
  }

  @Test
  void aHeadThatLeadsElsewhereIsNotShown() throws IOException {
    Path other = Disk.directory(temporary.resolve("other"));
    Path elsewhere = Disk.file(other.resolve("HEAD"), COMMIT + "\n");
    Disk.directory(project.resolve(".git"));
    Disk.link(project.resolve(".git/HEAD"), elsewhere.toString());
    assertThat(Snapshot.of(project).head()).isEmpty();

    Files.delete(project.resolve(".git/HEAD"));
    Files.delete(project.resolve(".git"));
    Disk.link(project.resolve(".git"), other.toString());
    assertThat(Snapshot.of(project).head()).isEmpty();
  }
}
