package dev.sandboxed.check.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.fixture.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryFilesTest {

  // The kernel's PID_MAX_LIMIT is 2^22: no process has this number.
  private static final String KILLED = ".unfinished-" + ((1L << 22) + 1) + "-1-";

  @TempDir Path top = Path.of("");

  @Test
  void whatACheckMadeIsGoneAfterIt() {
    make();
    assertThat(home()).isEmptyDirectory();
    assertThat(temporary()).isEmptyDirectory();
  }

  @Test
  void whatAKilledCheckLeftIsRemoved() {
    Disk.file(home().resolve(KILLED + "sandboxed-check/file"), "canary");
    Disk.file(temporary().resolve(KILLED + "sandboxed-check/file.moved"), "canary");
    make();
    assertThat(home()).isEmptyDirectory();
    assertThat(temporary()).isEmptyDirectory();
  }

  @Test
  void whatAnotherProgramLeftStays() {
    Path others = Disk.file(temporary().resolve(KILLED + "novel/chapter"), "once");
    make();
    assertThat(others).exists();
  }

  /** A sandbox may be able to write there. */
  @Test
  void nothingIsRemovedThroughALinkOrBelowADirectory() throws IOException {
    Path precious = Disk.file(top.resolve("precious/file"), "x");
    home();
    Files.createSymbolicLink(
        home().resolve(KILLED + "sandboxed-check"), precious.resolveSibling(""));
    Path deep = Disk.file(temporary().resolve(KILLED + "sandboxed-check/deep/file"), "x");
    make();
    assertThat(precious).exists();
    assertThat(deep).exists();
  }

  @Test
  void theDirectoryThatCannotBeWrittenIsNamed() {
    Path missing = top.resolve("missing");
    assertThatThrownBy(() -> CanaryFiles.make(home(), missing))
        .hasMessageContaining("cannot write " + missing + ":");
    assertThat(home()).isEmptyDirectory();
  }

  private void make() {
    try (CanaryFiles made = CanaryFiles.make(home(), temporary())) {
      assertThat(made.home().resolve("file")).exists();
      assertThat(made.temporary().resolve("file")).exists();
    }
  }

  private Path home() {
    return Disk.directory(top.resolve("home"));
  }

  private Path temporary() {
    return Disk.directory(top.resolve("temporary"));
  }
}
