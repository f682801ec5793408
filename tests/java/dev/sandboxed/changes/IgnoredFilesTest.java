package dev.sandboxed.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.fixture.ThisMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real git. */
class IgnoredFilesTest {

  @TempDir Path temporary = Path.of("");

  private Path project = Path.of("");
  private Path changes = Path.of("");

  @BeforeEach
  void aProject() throws IOException {
    Path top = temporary.toRealPath();
    project = Disk.directory(top.resolve("shop"));
    changes = top.resolve("changes");
    ChangesFiles.of(new Plans().tellingChanges().built(), Path.of("find"))
        .forEach((name, text) -> Disk.file(changes.resolve(name), text));
    Disk.file(project.resolve(".git/HEAD"), "ref: refs/heads/main\n");
    Disk.file(project.resolve(".gitignore"), "out/\n*.log\n!keep.log\n");
  }

  @Test
  void theRulesOfTheProjectCount() {
    Disk.file(project.resolve("sub/.gitignore"), "/local\n");

    assertThat(
            ignored(
                "out/a", "out/b/c", "x.log", "keep.log", "src/a b\nc.log", "sub/local", "local"))
        .containsExactlyInAnyOrder("out/a", "out/b/c", "x.log", "src/a b\nc.log", "sub/local");
  }

  @Test
  void soDoThePersonsOwnRules() {
    Disk.file(temporary.resolve("home/.config/git/ignore"), "*.swp\n");
    assertThat(ignored("a.swp", "b")).containsExactly("a.swp");
  }

  @Test
  void theRepositorysOwnConfigurationIsNotRead() {
    Disk.file(project.resolve("rules"), "*\n");
    Disk.file(
        project.resolve(".git/config"),
        "[core]\n\texcludesFile = rules\n\tfsmonitor = touch canary\n[broken\n");
    assertThat(ignored("a", "x.log")).containsExactly("x.log");
    assertThat(project.resolve("canary")).doesNotExist();
  }

  @Test
  void withoutARepositoryGitOrNamesNothingIsIgnored() {
    assertThat(ignored()).isEmpty();
    assertThat(
            new IgnoredFiles(ThisMachine.with(Map.of("PATH", "/nowhere")), project)
                .among(List.of("x.log"), ChangesFiles.repository(changes)))
        .isEqualTo(new IgnoredFiles.Answer(Set.of(), Optional.empty()));
    Path plain = Disk.directory(temporary.resolve("plain"));
    Disk.file(plain.resolve(".gitignore"), "*\n");
    assertThat(
            new IgnoredFiles(ThisMachine.with(environment()), plain)
                .among(List.of("x.log"), ChangesFiles.repository(changes)))
        .isEqualTo(new IgnoredFiles.Answer(Set.of(), Optional.empty()));
  }

  @Test
  void thatNoneIsIgnoredIsNoDoubt() {
    assertThat(ignored("a", "b")).isEmpty();
  }

  @Test
  void whatGitCannotSayIsNotTakenForNothing() throws IOException {
    assertThat(doubt("head -c 16777217 /dev/zero")).contains("writes more than 16 MiB");
    assertThat(doubt("echo fatal: broken >&2; exit 128"))
        .isEqualTo("git check-ignore failed: fatal: broken");
    assertThat(doubt("echo odd >&2; exit 1")).contains("odd");
  }

  /** What is said if git is this script. */
  private String doubt(String script) throws IOException {
    Path git = Disk.file(temporary.resolve("programs/git"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> other =
        Map.of("PATH", git.getParent() + ":/usr/bin:/bin", "HOME", temporary.toString());
    IgnoredFiles.Answer answer =
        new IgnoredFiles(ThisMachine.with(other), project)
            .among(List.of("x.log"), ChangesFiles.repository(changes));
    assertThat(answer.names()).isEmpty();
    return answer.doubt().orElseThrow();
  }

  private Set<String> ignored(String... names) {
    IgnoredFiles.Answer answer =
        new IgnoredFiles(ThisMachine.with(environment()), project)
            .among(List.of(names), ChangesFiles.repository(changes));
    assertThat(answer.doubt()).isEmpty();
    return answer.names();
  }

  private Map<String, String> environment() {
    return Map.of(
        "PATH", "/usr/bin:/bin",
        "HOME", temporary.resolve("home").toString(),
        "GIT_DIR", project.resolve(".git").toString());
  }
}
