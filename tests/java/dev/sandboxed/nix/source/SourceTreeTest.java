package dev.sandboxed.nix.source;

import static dev.sandboxed.nix.Failures.onlyProblemOf;
import static dev.sandboxed.nix.Failures.problemsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.nix.Flakes;
import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.problem.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceTreeTest {

  @TempDir private Path directory;
  private Path project = Path.of("");
  private Path copy = Path.of("");

  @BeforeEach
  void furnish() throws IOException {
    project = Files.createDirectory(directory.resolve("project"));
    copy = directory.resolve("copy");
    Flakes.write(project.resolve("flake.nix"), "{ }");
    Flakes.write(project.resolve("bin/tool"), "#!/bin/sh");
    Files.setPosixFilePermissions(
        project.resolve("bin/tool"), PosixFilePermissions.fromString("rwx------"));
    Flakes.write(project.resolve(".git/config"), "[core]");
    Flakes.write(project.resolve("bin/.git/config"), "[core]");
    Flakes.write(directory.resolve("secret/canary"), "canary");
  }

  private LocalFlake flake(String inside) {
    return new LocalFlake(project, inside, "");
  }

  private static ReadSet looks(String... paths) {
    return ReadSet.at(List.of(paths));
  }

  private static ReadSet listing(String... directories) {
    return new ReadSet(new TreeSet<>(Set.of(directories)), new TreeSet<>(Set.of(directories)));
  }

  @Test
  void holdsExactlyWhatWasLookedAt() throws IOException {
    SourceTree tree =
        SourceTree.copied(flake(""), looks("flake.nix", "bin/tool", "flake.lock"), copy);

    assertThat(tree.marks())
        .containsOnlyKeys("flake.nix", "bin/tool", "flake.lock")
        .containsEntry("flake.lock", "absent");
    // printf '{ }' | sha256sum
    assertThat(tree.marks().get("flake.nix"))
        .isEqualTo("file sha256-JXwb6Wrmn0sBwsab2214YF9ZF1gZ+wB9C/JFv0hETEo=");
    assertThat(tree.marks().get("bin/tool")).startsWith("program sha256-");
    assertThat(copy.resolve("bin/tool")).hasContent("#!/bin/sh").isExecutable();
    assertThat(Files.isExecutable(copy.resolve("flake.nix"))).isFalse();
    assertThat(copy.resolve(".git")).doesNotExist();
  }

  @Test
  void holdsTheEntriesOfADirectoryThatWasListed() throws IOException {
    Files.createSymbolicLink(project.resolve("link"), Path.of("../secret"));

    SourceTree tree = SourceTree.copied(flake(""), listing("."), copy);

    assertThat(tree.marks())
        .containsOnlyKeys(".", "bin", "flake.nix", "link")
        .containsEntry("bin", "directory")
        .containsEntry("link", "link ../secret");
    assertThat(tree.marks().get(".")).startsWith("directory sha256-");
    assertThat(copy.resolve("bin")).isEmptyDirectory();
    assertThat(Files.readSymbolicLink(copy.resolve("link"))).isEqualTo(Path.of("../secret"));
  }

  @Test
  void marksGiveTheLooksTheyCameFrom() {
    ReadSet looks = listing("bin").and(looks("flake.nix", "flake.lock"));

    assertThat(SourceTree.marks(flake(""), ReadSet.of(SourceTree.marks(flake(""), looks))))
        .isEqualTo(SourceTree.marks(flake(""), looks));
  }

  @ParameterizedTest
  @ValueSource(strings = {"link/canary", "link", "inner/link/canary", "bin/tool/below"})
  void noLinkLeadsAnywhere(String path) throws IOException {
    Files.createSymbolicLink(project.resolve("link"), directory.resolve("secret"));
    Files.createDirectory(project.resolve("inner"));
    Files.createSymbolicLink(project.resolve("inner/link"), directory.resolve("secret"));
    assertThat(project.resolve("link/canary")).hasContent("canary");

    SourceTree tree = SourceTree.copied(flake(""), looks(path), copy);

    assertThat(tree.marks().get(path)).matches("absent|link .*/secret");
    assertThat(Files.exists(copy.resolve(path), LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(path.equals("link"));
  }

  @Test
  void noLinkLeadsToTheFlakeItself() throws IOException {
    Files.createSymbolicLink(project.resolve("link"), directory.resolve("secret"));
    Files.createSymbolicLink(project.resolve("bin/link"), directory.resolve("secret"));

    assertThat(SourceTree.marks(flake("bin"), looks("tool")).get("tool")).startsWith("program");
    for (String inside : List.of("link", "bin/link")) {
      assertThat(SourceTree.marks(flake(inside), looks("canary")))
          .containsEntry("canary", "absent");
    }
  }

  @Test
  void aLinkInPlaceOfADirectoryIsNeitherReadNorWrittenThrough() throws IOException {
    Files.createSymbolicLink(project.resolve("flake.d"), directory.resolve("secret"));

    SourceTree tree = SourceTree.copied(flake(""), looks("flake.d", "flake.d/canary"), copy);

    assertThat(tree.marks()).containsEntry("flake.d/canary", "absent");
    assertThat(directory.resolve("secret")).isDirectoryNotContaining("glob:**/flake*");
  }

  @Test
  void whatIsNotAFileIsRefusedByNameAndAllAtOnce() throws IOException, InterruptedException {
    for (String name : List.of("one", "two")) {
      String fifo = project.resolve(name).toString();
      assertThat(new ProcessBuilder("mkfifo", fifo).start().waitFor()).isZero();
    }

    List<Problem> problems =
        problemsOf(() -> SourceTree.copied(flake(""), looks("one", "two", "flake.nix"), copy));

    assertThat(problems).extracting(Problem::code).containsOnly("devshell.not-a-file");
    assertThat(problems.getFirst().message()).startsWith(project.resolve("one").toString());
    assertThat(problems.getLast().message()).startsWith(project.resolve("two").toString());
    assertThat(problemsOf(() -> SourceTree.marks(flake(""), listing(".")))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/etc/passwd", "../secret/canary", "bin/../../secret/canary", ".git/config", ""})
  void whatIsNotPartOfTheProjectIsRefused(String path) {
    assertThat(onlyProblemOf(() -> SourceTree.marks(flake(""), looks(path))).code())
        .isEqualTo("devshell.outside-project");
  }

  @Test
  void whatCannotBeReadIsReported() throws IOException {
    Path file = project.resolve("flake.nix");
    Files.setPosixFilePermissions(file, Set.of());

    // Root can read everything, so there is nothing to report.
    if (Files.isReadable(file)) {
      assertThat(SourceTree.marks(flake(""), looks("flake.nix"))).hasSize(1);
    } else {
      assertThat(onlyProblemOf(() -> SourceTree.marks(flake(""), looks("flake.nix"))).code())
          .isEqualTo("devshell.unreadable");
    }
  }

  @Test
  void moreThanAPersonCanApproveIsRefused() throws IOException {
    try (RandomAccessFile large = new RandomAccessFile(project.resolve("large").toFile(), "rw")) {
      large.setLength(SourceReading.MOST_BYTES);
      assertThat(SourceTree.marks(flake(""), looks("large"))).containsKey("large");
      large.setLength(SourceReading.MOST_BYTES + 1);
    }

    Problem problem = onlyProblemOf(() -> SourceTree.marks(flake(""), looks("large")));

    assertThat(problem.code()).isEqualTo("devshell.too-large");
    assertThat(problem.message()).contains("64 MiB", project.toString());
  }

  @Test
  void aPathThroughALinkIsALookAtTheLinkAndItsTarget() throws IOException {
    Files.createSymbolicLink(project.resolve("tools"), Path.of("./bin/../bin"));
    Files.createSymbolicLink(project.resolve("away"), Path.of("../secret"));
    Files.createSymbolicLink(project.resolve("circle"), Path.of("circle"));

    ReadSet looks =
        ProjectReads.of(
            flake(""),
            new ReadSet(
                new TreeSet<>(Set.of("tools/tool", "away/canary", "no/such/file", ".git/config")),
                new TreeSet<>()));

    assertThat(looks.paths()).containsExactly("away", "bin/tool", "no", "tools");
    assertThat(onlyProblemOf(() -> ProjectReads.of(flake(""), looks("circle/x"))).code())
        .isEqualTo("devshell.link-loop");
  }
}
