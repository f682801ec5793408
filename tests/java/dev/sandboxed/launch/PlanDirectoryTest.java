package dev.sandboxed.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.bwrap.BwrapArguments;
import dev.sandboxed.bwrap.SeccompFilter;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.PlanText;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.Variable;
import dev.sandboxed.problem.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanDirectoryTest {

  private static final LaunchTools TOOLS =
      new LaunchTools(Path.of("/usr/bin/bwrap"), Optional.empty());
  private static final Origin TEST = new Origin.BuiltIn("test");

  @TempDir Path cache = Path.of("");

  private final Plans plans =
      new Plans()
          .command("/usr/bin/agent", "two words", "a\nb")
          .environment(
              new Variable.Pass("LC_*", TEST),
              new Variable.Pass("TERM", TEST),
              new Variable.Set("EDITOR", "vim", TEST))
          .passing("TERM")
          .files(Map.of("hosts", "127.0.0.1 localhost\n"))
          .mounts(new MountStep.PlanFile("hosts", Path.of("/etc/hosts"), TEST));

  @Test
  void aPlanIsTheseFiles() throws IOException {
    SandboxPlan plan = plans.built();
    Path directory = write(plan);
    assertThat(files(directory))
        .containsExactly(
            "audit.txt",
            "bwrap",
            "bwrap.args",
            "command",
            "env.pass",
            "etc",
            "etc/hosts",
            "masked",
            "network",
            "plan.json",
            "seccomp.bpf");
    assertThat(words(directory, "bwrap")).containsExactly("/usr/bin/bwrap");
    assertThat(words(directory, "bwrap.args"))
        .containsExactlyElementsOf(BwrapArguments.of(plan, directory));
    assertThat(words(directory, "command")).containsExactly("/usr/bin/agent", "two words", "a\nb");
    assertThat(words(directory, "env.pass")).startsWith("TERM", "!EDITOR").endsWith("LC_*");
    assertThat(words(directory, "network")).containsExactly("full");
    assertThat(directory.resolve("etc/hosts")).hasContent("127.0.0.1 localhost\n");
    assertThat(directory.resolve("audit.txt")).hasContent(PlanText.audit(plan));
    assertThat(directory.resolve("plan.json")).hasContent(PlanJson.of(plan, TOOLS));
    assertThat(Files.readAllBytes(directory.resolve("seccomp.bpf")))
        .isEqualTo(SeccompFilter.program());
  }

  @Test
  void nobodyElseCanLookInAndNobodyAtAllIntoTheMask() {
    Path directory = write(plans.built());
    assertThat(Disk.mode(directory)).isEqualTo("rwx------");
    assertThat(Disk.mode(directory.resolve("..").normalize())).isEqualTo("rwx------");
    assertThat(Disk.mode(directory.resolve("masked"))).isEqualTo("---------");
  }

  @Test
  void theSamePlanIsTheSameDirectoryAndIsNotWrittenAgain() throws IOException {
    Path directory = write(plans.built());
    Path mark = Disk.file(directory.resolve("mark"), "still here");
    assertThat(write(plans.built())).isEqualTo(directory);
    assertThat(mark).exists();
    assertThat(
            files(directory.resolve("..").normalize()).stream().filter(name -> !name.contains("/")))
        .containsExactly(directory.getFileName().toString());
  }

  @Test
  void anyDifferenceIsAnotherDirectory() {
    Path directory = write(plans.built());
    assertThat(
            new PlanDirectory(cache)
                .write(plans.built(), new LaunchTools(Path.of("/opt/bwrap"), Optional.empty())))
        .isNotEqualTo(directory);
    assertThat(write(plans.command("/usr/bin/other").built())).isNotEqualTo(directory);
  }

  @Test
  void whatTheAuditSaysIsNeverThatOfAnotherEnvironment() {
    Path directory = write(plans.built());
    Path other = write(plans.passing("TERM", "LC_ALL").built());
    assertThat(other).isNotEqualTo(directory);
    assertThat(other.resolve("audit.txt")).content().contains("LC_ALL");
  }

  @Test
  void whatAKilledLaunchLeftIsSwept() {
    Path left = Disk.directory(cache.resolve("plans/.unfinished-" + ((1L << 22) + 1) + "-x"));
    write(plans.built());
    assertThat(left).doesNotExist();
  }

  @Test
  void aCacheThatCannotBeWrittenIsTold() {
    Disk.file(cache.resolve("plans"), "in the way");
    assertThat(Refusals.codesOf(() -> write(plans.built()))).containsExactly("state.not-writable");
  }

  @Test
  void aPlanThatCannotBeWrittenLeavesNothing() throws IOException {
    SandboxPlan plan = plans.files(Map.of("x".repeat(300), "too long a name")).built();
    assertThat(Refusals.codesOf(() -> write(plan))).containsExactly("launch.cannot-write-plan");
    assertThat(files(cache.resolve("plans"))).isEmpty();
  }

  private Path write(SandboxPlan plan) {
    return new PlanDirectory(cache).write(plan, TOOLS);
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(path -> !path.equals(directory))
          .map(path -> directory.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  private static List<String> words(Path directory, String file) throws IOException {
    String text = Files.readString(directory.resolve(file));
    assertThat(text).endsWith("\0");
    return List.of(text.substring(0, text.length() - 1).split("\0", -1));
  }
}
