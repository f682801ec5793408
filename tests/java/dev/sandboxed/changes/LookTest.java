package dev.sandboxed.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.fixture.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With what the real shell and the real find write down. */
class LookTest {

  private static final String COMMIT = "0123abc".repeat(6).substring(0, 40);
  private static final String OTHER = "fedcba9".repeat(6).substring(0, 40);

  @TempDir Path temporary = Path.of("");

  private Path project = Path.of("");

  @BeforeEach
  void aProject() throws IOException {
    project = Disk.directory(temporary.toRealPath().resolve("shop"));
  }

  @Test
  void filesAndSymlinksAreListedAndDirectoriesAreNot() throws IOException {
    Disk.file(project.resolve("a/b/c"), "text");
    Disk.directory(project.resolve("empty"));
    Disk.file(temporary.resolve("outside/secret"), "x");
    Disk.link(project.resolve("link"), "../outside");
    Disk.link(project.resolve("nowhere"), "gone");

    TreeMap<String, FileMark> files = new TreeMap<>(seen().files());

    assertThat(files).containsOnlyKeys("a/b/c", "link", "nowhere");
    assertThat(files.get("a/b/c"))
        .satisfies(mark -> assertThat(mark.kind()).isEqualTo('f'))
        .satisfies(mark -> assertThat(mark.size()).isEqualTo(4));
    assertThat(files.get("link")).satisfies(mark -> assertThat(mark.kind()).isEqualTo('l'));
  }

  @Test
  void inARepositoryOnlyWhatGitExecutesLaterIsListed() throws IOException {
    Disk.file(project.resolve(".git/config"), "");
    Disk.file(project.resolve(".git/index"), "");
    Disk.file(project.resolve(".git/hooks/pre-commit"), "");
    Disk.file(project.resolve(".git/objects/01/2"), "");
    Disk.file(project.resolve("sub/.git/commondir"), "");
    Disk.file(project.resolve("sub/.git/HEAD"), "");
    Disk.file(project.resolve("tree/.git"), "gitdir: elsewhere");

    assertThat(seen().files())
        .containsOnlyKeys(
            ".git/config", ".git/hooks/pre-commit", "sub/.git/commondir", "tree/.git");
  }

  @Test
  void namesOfAnyBytesStayDistinct() throws IOException {
    Disk.file(project.resolve("two words\nand a line"), "x");
    Disk.file(project.resolve("grün 50%"), "x");
    shell("touch \"$(printf 'latin-\\377 x')\" \"$(printf 'latin-\\376%%')\"");

    assertThat(seen().files())
        .containsOnlyKeys("two words\nand a line", "grün 50%", "latin-%FF%20x", "latin-%FE%25");
  }

  @Test
  void aTimeIsKnownToTheNanosecond() throws IOException {
    shell("touch -d '2001-02-03 04:05:06.123456789 UTC' then; touch -d '1969-01-01 UTC' early");

    assertThat(seen().files().get("then"))
        .satisfies(mark -> assertThat(mark.written()).isEqualTo(981173106123456789L));
    assertThat(seen().files().get("early"))
        .satisfies(mark -> assertThat(mark.written()).isNegative());
  }

  @Test
  void twoLooksFollowEachOther() throws IOException {
    byte[] first = look();
    Disk.file(project.resolve("new"), "x");
    byte[] second = look();
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);

    assertThat(Look.all(both)).extracting(one -> one.files().size()).containsExactly(0, 1);
  }

  @Test
  void anIncompleteLookIsRefused() throws IOException {
    Disk.file(project.resolve("file"), "x");
    byte[] whole = look();

    for (int length = 1; length < whole.length; length++) {
      byte[] torn = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Look.all(torn)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aDirectoryThatCannotBeListedCountsAsEmpty() throws IOException {
    Disk.file(project.resolve("closed/file"), "x");
    Disk.file(project.resolve("open/file"), "x");
    shell("chmod 0 closed");

    assertThat(seen().files().keySet()).contains("open/file");
    shell("chmod 700 closed");
  }

  @Test
  void theBranchAndItsCommitAreReadAsData() throws IOException {
    assertThat(seen().head()).isEmpty();

    Disk.file(project.resolve(".git/HEAD"), "ref: refs/heads/fix/cart\n");
    assertThat(seen().head()).isEqualTo("fix/cart, no commit");

    Disk.file(
        project.resolve(".git/packed-refs"),
        "# pack-refs with: peeled\n%s refs/heads/main\n%s refs/heads/fix/cart\n^%s\n"
            .formatted(COMMIT, OTHER, COMMIT));
    assertThat(seen().head()).isEqualTo("fix/cart fedcba9");

    Disk.file(project.resolve(".git/refs/heads/fix/cart"), COMMIT + "\n");
    assertThat(seen().head()).isEqualTo("fix/cart 0123abc");

    Disk.file(project.resolve(".git/HEAD"), OTHER + "\n");
    assertThat(seen().head()).isEqualTo("fedcba9");
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
  void aHeadThatGitDidNotWriteIsNotShown(String head) throws IOException {
    Disk.file(project.resolve(".git/HEAD"), head + "\n");
    assertThat(seen().head()).isEmpty();
  }

  @Test
  void aHeadThatLeadsElsewhereIsNotShown() throws IOException {
    Path other = Disk.directory(temporary.resolve("other"));
    Path elsewhere = Disk.file(other.resolve("HEAD"), COMMIT + "\n");
    Disk.directory(project.resolve(".git"));
    Disk.link(project.resolve(".git/HEAD"), elsewhere.toString());
    assertThat(seen().head()).isEmpty();

    Files.delete(project.resolve(".git/HEAD"));
    Files.delete(project.resolve(".git"));
    Disk.link(project.resolve(".git"), other.toString());
    assertThat(seen().head()).isEmpty();
  }

  @Test
  void aPipeInThePlaceOfHeadHoldsNobodyUp() throws IOException {
    Disk.directory(project.resolve(".git"));
    shell("mkfifo .git/HEAD");
    assertThat(seen().head()).isEmpty();
  }

  private Snapshot seen() throws IOException {
    List<Snapshot> looks = Look.all(look());
    assertThat(looks).hasSize(1);
    return looks.getFirst();
  }

  private byte[] look() throws IOException {
    return shell(
        """
        close_all_but() { :; }
        source "$OLDPWD/src/main/bash/changes"
        tools=(none none /usr/bin/dd) changes_words=(/usr/bin/find "$PWD")
        changes_look 2>/dev/null
        """);
  }

  /** What a script prints, in the project. */
  private byte[] shell(String script) throws IOException {
    Process shell =
        new ProcessBuilder("/usr/bin/bash", "-c", "cd \"$0\"\n" + script, project.toString())
            .start();
    return shell.getInputStream().readAllBytes();
  }
}
