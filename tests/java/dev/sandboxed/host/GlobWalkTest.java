package dev.sandboxed.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlobWalkTest {

  @TempDir Path top = Path.of("");

  @Test
  void matchesAreSortedAndMayBeDirectories() {
    Disk.file(top.resolve("z/.env"), "x");
    Disk.directory(top.resolve("a/.env"));
    Disk.file(top.resolve(".env"), "x");
    assertThat(found("**/.env")).containsExactly(".env", "a/.env", "z/.env");
  }

  @Test
  void theRepositorysOwnFilesAreNotWalkedAtAnyDepth() {
    Disk.file(top.resolve(".git/x.pem"), "x");
    Disk.file(top.resolve("sub/.git/x.pem"), "x");
    Disk.file(top.resolve("sub/x.pem"), "x");
    assertThat(found("**/*.pem")).containsExactly("sub/x.pem");
  }

  @Test
  void aPatternThatStartsInTheRepositoryWalksIt() {
    Disk.directory(top.resolve(".git/modules/a/hooks"));
    Glob glob = Glob.of(top, ".git/modules/*/hooks");
    assertThat(GlobWalk.from(glob.base(), List.of(glob)).get(glob))
        .containsExactly(top.resolve(".git/modules/a/hooks"));
  }

  @Test
  void linksAreMatchedButNotFollowed() {
    Disk.file(top.resolve("real/x.pem"), "x");
    Disk.link(top.resolve("link"), "real");
    Disk.link(top.resolve("y.pem"), "real/x.pem");
    assertThat(found("**/*.pem")).containsExactly("real/x.pem", "y.pem");
  }

  @Test
  void aShallowPatternDoesNotMatchDeeper() {
    Disk.file(top.resolve("a/x.pem"), "x");
    Disk.file(top.resolve("x.pem"), "x");
    assertThat(found("*.pem")).containsExactly("x.pem");
  }

  @Test
  void whereNothingIsThereIsNothingToFind() {
    Glob glob = new Glob(top.resolve("missing"), "*");
    assertThat(GlobWalk.from(glob.base(), List.of(glob))).isEmpty();
  }

  private List<String> found(String pattern) {
    Glob glob = new Glob(top, pattern);
    return GlobWalk.from(top, List.of(glob)).getOrDefault(glob, List.of()).stream()
        .map(path -> top.relativize(path).toString())
        .toList();
  }
}
