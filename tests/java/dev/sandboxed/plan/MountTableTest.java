package dev.sandboxed.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountTableTest {

  private static final Origin TEST = new Origin.BuiltIn("test");

  private final MountTable table = new MountTable();

  @Test
  void stepsComeOutAParentBeforeWhatLiesInIt() {
    table.add(read("/b"));
    table.add(read("/a/b/c"));
    table.add(read("/a"));
    table.add(read("/a/b"));
    table.add(read("/a-b"));
    assertThat(table.steps())
        .extracting(MountStep::path)
        .containsSubsequence(Path.of("/a"), Path.of("/a/b"), Path.of("/a/b/c"));
    assertThat(table.steps()).hasSize(5);
  }

  @Test
  void aSecondStepForAPathIsNeverLostSilently() {
    table.add(read("/a"));
    assertThatThrownBy(() -> table.add(write("/a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("/a");
  }

  @Test
  void whatIsThereStaysWhereOnlyAFreePlaceIsWanted() {
    table.add(read("/a"));
    table.addIfFree(write("/a"));
    table.addIfFree(write("/b"));
    assertThat(table.steps()).containsExactly(read("/a"), write("/b"));
  }

  @Test
  void aReplacementTakesThePlace() {
    table.add(read("/a"));
    table.replace(write("/a"));
    assertThat(table.steps()).containsExactly(write("/a"));
  }

  @Test
  void aFileThatABindShowsIsNotMountedAgain() {
    table.add(new MountStep.WritableBind(Path.of("/data"), Path.of("/inside"), TEST));
    table.addIfHidden(new MountStep.ReadOnlyBind(Path.of("/data/x"), Path.of("/inside/x"), TEST));
    assertThat(table.steps()).hasSize(1);
  }

  @Test
  void aFileThatIsAnotherOneThereOrMaskedIsMounted() {
    table.add(new MountStep.ReadOnlyBind(Path.of("/data"), Path.of("/inside"), TEST));
    table.addIfHidden(read("/inside/x"));
    table.add(new MountStep.MaskedDirectory(Path.of("/secret"), false, TEST));
    table.addIfHidden(read("/secret/x"));
    table.addIfHidden(read("/elsewhere"));
    assertThat(table.steps()).contains(read("/inside/x"), read("/secret/x"), read("/elsewhere"));
  }

  @Test
  void whatIsInsistedOnTakesItsPlaceAndAllBelow() {
    table.add(read("/a"));
    table.add(read("/a/b"));
    table.add(read("/a/b/c"));
    table.add(read("/a/bc"));
    MountStep notes = new MountStep.PlanFile("notes", Path.of("/a/b"), TEST);
    table.force(notes);
    assertThat(table.steps()).containsExactly(read("/a"), notes, read("/a/bc"));
  }

  @Test
  void noMaskKeepsFromIt() {
    table.add(new MountStep.MaskedDirectory(Path.of("/a"), false, TEST));
    table.add(new MountStep.MaskedFile(Path.of("/a/b"), false, TEST));
    table.add(new MountStep.MaskedDirectory(Path.of("/c"), false, TEST));
    MountStep notes = new MountStep.PlanFile("notes", Path.of("/a/b/c"), TEST);
    table.force(notes);
    assertThat(table.steps())
        .containsExactly(
            new MountStep.MaskedDirectory(Path.of("/a"), true, TEST),
            notes,
            new MountStep.MaskedDirectory(Path.of("/c"), false, TEST));
  }

  private static MountStep.ReadOnlyBind read(String path) {
    return new MountStep.ReadOnlyBind(Path.of(path), Path.of(path), TEST);
  }

  private static MountStep.WritableBind write(String path) {
    return new MountStep.WritableBind(Path.of(path), Path.of(path), TEST);
  }
}
