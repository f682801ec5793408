package dev.sandboxed.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevShellsTest {

  private static final Path PROJECT = Path.of("/home/ana/work");
  private static final DevShells.Key FIRST =
      new DevShells.Key(PROJECT, ".#default", "flake.nix sha256-1");
  private static final DevShells.Key CHANGED =
      new DevShells.Key(PROJECT, ".#default", "flake.nix sha256-2");
  private static final DevShells.Key OTHER_SHELL =
      new DevShells.Key(PROJECT, ".#docs", "flake.nix sha256-1");

  @TempDir Path temporary = Path.of("");

  private DevShells shells = new DevShells(ThisMachine.INQUIRY, temporary);
  private final List<Path> evaluated = new ArrayList<>();

  @BeforeEach
  void begin() {
    shells = new DevShells(ThisMachine.INQUIRY, temporary.resolve("state"));
  }

  /** As Nix does it: a link to a link into the store. */
  private String evaluate(Path root) {
    evaluated.add(root);
    Path inStore = Disk.file(temporary.resolve("store/" + evaluated.size() + "-shell-env"), "");
    Disk.link(root.resolveSibling("root-1-link"), inStore.toString());
    Disk.link(root, "root-1-link");
    return "shell " + evaluated.size();
  }

  @Test
  void whatWasEvaluatedOnceIsNotEvaluatedAgain() {
    assertThat(shells.find(FIRST)).isEmpty();
    assertThat(shells.get(FIRST, this::evaluate)).isEqualTo("shell 1");
    assertThat(shells.get(FIRST, this::evaluate)).isEqualTo("shell 1");
    assertThat(new DevShells(ThisMachine.INQUIRY, temporary.resolve("state")).find(FIRST))
        .contains("shell 1");
    assertThat(evaluated).hasSize(1);
  }

  @Test
  void otherInputsMakeAnotherShellThatReplacesTheOneBefore() {
    shells.get(FIRST, this::evaluate);
    assertThat(shells.get(CHANGED, this::evaluate)).isEqualTo("shell 2");
    assertThat(evaluated.get(0)).doesNotExist();
    assertThat(evaluated.get(1)).exists();
    assertThat(shells.find(FIRST)).isEmpty();
  }

  @Test
  void theShellsOfOneProjectAreKeptSideBySide() {
    shells.get(FIRST, this::evaluate);
    shells.get(OTHER_SHELL, this::evaluate);
    assertThat(shells.find(FIRST)).contains("shell 1");
    assertThat(shells.find(OTHER_SHELL)).contains("shell 2");
    assertThat(shells.list())
        .singleElement()
        .satisfies(one -> assertThat(one.project()).contains(PROJECT));
  }

  @Test
  void whatIsNoLongerInTheStoreIsEvaluatedAgain() throws IOException {
    shells.get(FIRST, this::evaluate);
    Files.delete(temporary.resolve("store/1-shell-env"));
    assertThat(shells.find(FIRST)).isEmpty();
    assertThat(shells.get(FIRST, this::evaluate)).isEqualTo("shell 2");
  }

  @Test
  void aRootThatIsGoneIsMadeAgain() throws IOException {
    shells.get(FIRST, this::evaluate);
    Files.delete(evaluated.get(0));
    assertThat(shells.get(FIRST, this::evaluate)).isEqualTo("shell 2");
    assertThat(evaluated.get(1)).exists();
  }

  @Test
  void aFailureLeavesNothingBehindAndBringsNothingBack() {
    shells.get(FIRST, this::evaluate);
    UserFailure failure = new UserFailure(Problem.of("nix.failed", "no such attribute", "look"));
    assertThatThrownBy(() ->
            shells.get(
                CHANGED,
                root -> {
                  evaluate(root);
                  throw failure;
                }))
        .isSameAs(failure);
    assertThat(shells.find(CHANGED)).isEmpty();
    assertThat(evaluated.get(1).getParent()).doesNotExist();
  }

  @Test
  void oneThatWasKilledHalfwayIsEvaluatedAgain() throws IOException {
    shells.get(FIRST, this::evaluate);
    Files.delete(evaluated.get(0).resolveSibling("environment.json"));
    assertThat(shells.find(FIRST)).isEmpty();
    assertThat(shells.get(FIRST, this::evaluate)).isEqualTo("shell 2");
  }

  @Test
  void onlyOneOfManyLaunchesEvaluates() {
    List<String> got =
        Stream.generate(() -> FIRST)
            .limit(16)
            .parallel()
            .map(key -> shells.get(key, this::evaluate))
            .toList();
    assertThat(got).hasSize(16).containsOnly("shell 1");
    assertThat(evaluated).hasSize(1);
  }

  @Test
  void aScratchDirectoryIsGoneAfterwardsWhateverHappens() {
    List<Path> scratch = new ArrayList<>();
    String text =
        shells.inScratch(
            PROJECT,
            directory -> {
              scratch.add(directory);
              Disk.file(directory.resolve("deep/tree"), "x");
              return "done";
            });
    assertThat(text).isEqualTo("done");
    UserFailure failure = new UserFailure(Problem.of("nix.failed", "no such attribute", "look"));
    assertThatThrownBy(() ->
            shells.inScratch(
                PROJECT,
                directory -> {
                  scratch.add(Disk.directory(directory.resolve("deep")).getParent());
                  throw failure;
                }))
        .isSameAs(failure);
    assertThat(scratch).hasSize(2).allSatisfy(directory -> assertThat(directory).doesNotExist());
  }
}
