package dev.sandboxed.export.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandboxed.fixture.ClusterObjects;
import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.Plans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that a pod clones by, run by this machine's sh and git as a pod would. */
class PodScriptsTest {

  @TempDir Path directory;

  private Path origin;
  private Path project;

  /** How a program ended, and all that it said. */
  private record End(int status, String said) {}

  private static End run(Path where, Map<String, String> environment, List<String> words) {
    try {
      ProcessBuilder builder = new ProcessBuilder(words).directory(where.toFile());
      builder.redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().put("PATH", "/usr/bin:/bin");
      builder.environment().put("HOME", "/nowhere");
      builder.environment().putAll(environment);
      Process process = builder.start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new End(process.waitFor(), said);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String git(Path where, String... words) {
    List<String> command =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "git", "-c", "user.name=A", "-c", "user.email=a@b.example"),
                java.util.stream.Stream.of(words))
            .toList();
    End end = run(where, Map.of(), command);
    assertThat(end.status()).as(end.said()).isZero();
    return end.said();
  }

  @BeforeEach
  void makeRepository() throws IOException {
    origin = Files.createDirectory(directory.resolve("origin"));
    project = Files.createDirectory(directory.resolve("project"));
    git(origin, "init", "--quiet", "--initial-branch=main");
    Files.writeString(origin.resolve("file"), "main\n");
    git(origin, "add", "file");
    git(origin, "commit", "--quiet", "--message=first");
    git(origin, "tag", "v1");
    Files.writeString(origin.resolve("file"), "later\n");
    git(origin, "commit", "--quiet", "--all", "--message=second");
  }

  /** The words that the first container of a pod has, for a repository of this machine. */
  private List<String> words(String ref) {
    Cluster cluster =
        new Cluster(
            Cluster.Kind.JOB,
            Optional.empty(),
            "i",
            new Cluster.Project(
                Optional.empty(),
                Optional.of(new Cluster.Repository(origin.toUri().toString(), ref)),
                Optional.empty()),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            1,
            Set.of());
    String manifest =
        Manifest.of(new Plans().internet(new InternetTier()).built(), cluster, List.of());
    JsonNode command =
        ClusterObjects.of(manifest, "Job").at("/spec/template/spec/initContainers/0/command");
    // As Kubernetes hands them on: one dollar for two.
    return StreamSupport.stream(command.spliterator(), false)
        .map(word -> word.asText().replace("$$", "$"))
        .toList();
  }

  private End start(String ref) {
    return run(project, Map.of("JOB_COMPLETION_INDEX", "3"), words(ref));
  }

  @Test
  void aPodHasABranchOfItsOwnOfWhatWasNamed() throws IOException {
    End end = start("main");

    assertThat(end.status()).as(end.said()).isZero();
    assertThat(Files.readString(project.resolve("file"))).isEqualTo("later\n");
    assertThat(git(project, "symbolic-ref", "--short", "HEAD"))
        .isEqualTo("sandboxed/sandboxed-agent-3");
    assertThat(git(project, "remote", "get-url", "origin")).isEqualTo(origin.toUri().toString());
  }

  @Test
  void aTagOrACommitIsClonedToo() throws IOException {
    assertThat(start("v1").status()).isZero();
    assertThat(Files.readString(project.resolve("file"))).isEqualTo("main\n");

    String commit = git(origin, "rev-parse", "v1");
    project = Files.createDirectory(directory.resolve("other"));
    assertThat(start(commit).status()).isZero();
    assertThat(Files.readString(project.resolve("file"))).isEqualTo("main\n");
  }

  @Test
  void aPodThatIsStartedAgainGoesOnWithWhatIsThere() throws IOException {
    assertThat(start("main").status()).isZero();
    Files.writeString(project.resolve("file"), "the agent's\n");

    assertThat(start("main").status()).isZero();
    assertThat(Files.readString(project.resolve("file"))).isEqualTo("the agent's\n");
  }

  @Test
  void aCloneThatFailedIsMadeAnewAtTheNextStart() throws IOException {
    End end = start("nothing");

    assertThat(end.status()).as(end.said()).isNotZero();
    assertThat(start("main").status()).isZero();
    assertThat(Files.readString(project.resolve("file"))).isEqualTo("later\n");
  }

  @Test
  void aReferenceIsNoOptionAndNoCode() {
    Path mark = directory.resolve("mark");

    assertThat(start("--upload-pack=touch " + mark).status()).isNotZero();
    assertThat(start("$(touch " + mark + ")").status()).isNotZero();
    assertThat(mark).doesNotExist();
  }
}
