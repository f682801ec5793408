package dev.sandboxed.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.host.survey.Details;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
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

  /** An agent can write these, and no launch may hang or break for it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*c",
        "**/a*/**/a*/**/a*/**/a*a*a*a*a*a*a*a*a*a*a*a*a*b",
      })
  void noRuleTakesLong(String rule) {
    String name = ".env." + "a".repeat(200) + "b";
    Git.in(shop, "git init -q; echo x >" + name + "; echo '" + rule + "' >.gitignore");

    assertThat(look(name).offered()).containsExactlyElementsOf(in(name));
  }

  @Test
  void rulesThatWouldTakeTooLongIgnoreNothing() {
    Git.in(shop, "git init -q");
    List<Path> many =
        IntStream.range(0, 500)
            .mapToObj(at -> Disk.file(shop.resolve("d" + at + "/.env"), "x"))
            .toList();
    for (String rules :
        List.of(
            " ".repeat(1 << 19) + "x",
            "*".repeat(1 << 19),
            "*\n".repeat(1 << 19),
            ".env\n.e\n".repeat(100_000))) {
      Disk.file(shop.resolve(".gitignore"), rules);

      assertThat(RecordProbe.look(ThisMachine.INQUIRY, Set.of(), many).offered()).isNotEmpty();
    }
  }

  /** In version 4, an entry repeats the beginning of the one before it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 5, 0x7f})
  void anIndexThatNoGitWroteCountsAsNotUnderstood(int dropped) throws IOException {
    Git.in(shop, "git init -q; echo .env >.gitignore; echo x >.env");
    ByteBuffer index = ByteBuffer.allocate(32 << 20);
    index.put("DIRC".getBytes(StandardCharsets.US_ASCII)).putInt(4).putInt(400_000);
    String name = dropped == 0 ? "x".repeat(1 << 23) : "xyz";
    for (boolean first = true; index.remaining() > name.length() + 80; first = false) {
      int length = first ? name.length() : name.length() - dropped;
      index.position(index.position() + 60).putShort((short) Math.min(length & 0xffff, 0xfff));
      index.put((byte) (first ? 0 : dropped));
      index.put(first ? name.getBytes(StandardCharsets.US_ASCII) : new byte[0]).put((byte) 0);
    }
    Files.write(shop.resolve(".git/index"), index.array());

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
