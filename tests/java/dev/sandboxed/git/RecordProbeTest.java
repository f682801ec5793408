package dev.sandboxed.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.host.survey.Details;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordProbeTest {

  @TempDir Path temporary = Path.of("");

  private Path shop = Path.of("");

  @BeforeEach
  void real() throws IOException {
    shop = Disk.directory(temporary.toRealPath().resolve("shop"));
  }

  /** Every layout of the index that git writes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "git init -q",
        "git init -q; git config index.version 4",
        "git init -q; touch first; git add -N first",
        "git init -q --object-format=sha256",
        "git init -q --separate-git-dir ../elsewhere",
        "git init -q ../main; git -C ../main -c user.name=a -c user.email=a@b commit -q --allow-empty -m 1;"
            + " git -C ../main worktree add -q --force ../shop"
      })
  void whatGitTracksIsKnown(String making) {
    Git.in(
        shop,
        making
            + "; mkdir -p a/deep; echo x >.env; echo x >a/deep/.env; echo x >a/b.pem; echo x >other;"
            + " printf '%s\\n' .env >.gitignore; for i in $(seq 30); do echo >a/long-file-name-$i; done;"
            + " git add -A; git add -f a/deep/.env; git update-index --skip-worktree a/b.pem");

    Details details = look(".env", "a/deep/.env", "a/b.pem", "a/new.pem");

    assertThat(details.tracked()).containsExactlyInAnyOrderElementsOf(in("a/deep/.env", "a/b.pem"));
    assertThat(details.offered()).containsExactlyInAnyOrderElementsOf(in("a/b.pem", "a/new.pem"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".env",
        "/.env",
        "a/.env",
        "a",
        "a/",
        "/a/",
        ".e*",
        "?env",
        "[.]env",
        "[!x]env",
        "**/.env",
        "a/**",
        "a/**/.env",
        "**/b/**",
        ".env/",
        "\\.env",
        "# .env",
        "\\#x",
        "*\\n!.env",
        "*\\n!a/\\n!.env",
        "a/*\\n!a/.env",
        ".env  ",
        ".env\\\\ ",
        "*.pem\\n!b.pem",
        "[",
        "[z-a]*",
        "a/b/",
        "b/c.key",
        "/b",
        "*",
        "!.env",
        "c.k[a-f]y"
      })
  void whatGitIgnoresIsWhatGitSaysItIgnores(String rules) {
    List<String> names = List.of(".env", "a/.env", "a/b/.env", "a/b.pem", "a/b/c.key", "#x");
    Git.in(shop, "git init -q; mkdir -p a/b; printf '" + rules + "\\n' >.gitignore");
    names.forEach(name -> Disk.file(shop.resolve(name), "x"));
    List<Path> offered =
        names.stream()
            .filter(name ->
                Git.in(shop, "git check-ignore -q --no-index '" + name + "' || echo offered")
                    .contains("offered"))
            .map(shop::resolve)
            .toList();

    assertThat(look(names.toArray(String[]::new)).offered())
        .containsExactlyInAnyOrderElementsOf(offered);
  }

  @Test
  void theNearestRulesCountMost() {
    Git.in(
        shop,
        "git init -q; mkdir -p a/b; echo '.env' >.gitignore; echo '!.env' >a/.gitignore;"
            + " echo '*.key' >.git/info/exclude; echo x >a/b/.env; echo x >.env; echo x >a/x.key");

    assertThat(look("a/b/.env", ".env", "a/x.key").offered())
        .containsExactlyElementsOf(in("a/b/.env"));
  }

  @Test
  void whatCannotBeUnderstoodCountsAsTracked() {
    Git.in(shop, "git init -q; echo .env >.gitignore; echo x >.env; echo DIRC-odd >.git/index");

    assertThat(look(".env").tracked()).containsExactlyElementsOf(in(".env"));
  }

  @Test
  void withoutARepositoryGitRecordsNothing() {
    Disk.file(shop.resolve(".env"), "x");

    assertThat(look(".env")).isEqualTo(Details.NONE);
  }

  private Details look(String... names) {
    return RecordProbe.look(ThisMachine.INQUIRY, Set.of(), in(names));
  }

  private List<Path> in(String... names) {
    return Stream.of(names).map(shop::resolve).toList();
  }
}
