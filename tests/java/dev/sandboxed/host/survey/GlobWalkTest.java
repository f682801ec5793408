package dev.sandboxed.host.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sandboxed.files.Obstacle;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlobWalkTest {

  @TempDir Path top = Path.of("");

  private final List<Obstacle> closed = new ArrayList<>();

  @Test
  void matchesAreSortedAndMayBeDirectories() {
    Disk.file(top.resolve("z/.env"), "x");
    Disk.directory(top.resolve("a/.env"));
    Disk.file(top.resolve(".env"), "x");
    assertThat(found("**/.env")).containsExactly(".env", "a/.env", "z/.env");
  }

  @Test
  void aDirectoryIsEnteredWhateverItsName() {
    Disk.file(top.resolve(".git/x.pem"), "x");
    Disk.file(top.resolve("sub/.git/api/x.pem"), "x");
    Disk.file(top.resolve("node_modules/x.pem"), "x");
    assertThat(found("**/*.pem"))
        .containsExactly(".git/x.pem", "node_modules/x.pem", "sub/.git/api/x.pem");
  }

  @Test
  void aClosedDirectoryIsReported() throws IOException {
    Disk.file(top.resolve("a/b/x.pem"), "x");
    Files.setPosixFilePermissions(top.resolve("a/b"), Set.of());
    assertThat(found("**/*.pem")).isEmpty();
    assertThat(closed)
        .extracting(Obstacle::place, Obstacle::kind, Obstacle::passage)
        .containsExactly(tuple(top.resolve("a/b"), Obstacle.Kind.CLOSED, Obstacle.Passage.OWNER));
    Files.setPosixFilePermissions(top.resolve("a/b"), PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aPatternThatStartsInTheRepositoryWalksIt() {
    Disk.directory(top.resolve(".git/modules/a/hooks"));
    Glob glob = Glob.of(top, ".git/modules/*/hooks");
    assertThat(GlobWalk.from(ThisMachine.INQUIRY, glob.base(), List.of(glob), closed).get(glob))
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
  void aMissingDirectoryHasNoMatches() {
    Glob glob = new Glob(top.resolve("missing"), "*");
    assertThat(GlobWalk.from(ThisMachine.INQUIRY, glob.base(), List.of(glob), closed))
        .containsOnly(Map.entry(glob, List.of()));
    assertThat(closed).isEmpty();
  }

  private List<String> found(String pattern) {
    Glob glob = new Glob(top, pattern);
    return GlobWalk.from(ThisMachine.INQUIRY, top, List.of(glob), closed)
        .getOrDefault(glob, List.of())
        .stream()
        .map(path -> top.relativize(path).toString())
        .toList();
  }
}
