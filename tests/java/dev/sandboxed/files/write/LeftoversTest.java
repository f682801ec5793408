package dev.sandboxed.files.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

  // The kernel's PID_MAX_LIMIT is 2^22: no process has this number.
  private static final long NOBODY = (1L << 22) + 1;

  @TempDir Path top = Path.of("");

  @Test
  void anUnfinishedDirectoryLiesBesideTheFinishedOneAndNamesItsProcess() {
    assertThat(Leftovers.unfinished(top.resolve("plan")))
        .isEqualTo(
            top.resolve(
                ".unfinished-"
                    + ProcessHandle.current().pid()
                    + "-"
                    + Thread.currentThread().threadId()
                    + "-plan"));
  }

  @Test
  void onlyWhatBelongsToDeadProcessesIsSwept() {
    Path dead = Disk.file(top.resolve(".unfinished-" + NOBODY + "-a-b/deep/file"), "x");
    Path alive = Disk.directory(Leftovers.unfinished(top.resolve("c")));
    Path finished = Disk.directory(top.resolve("d"));
    Path hidden = Disk.directory(top.resolve(".unfinished"));
    Leftovers.sweep(top);
    assertThat(dead.resolve("../..").normalize()).doesNotExist();
    assertThat(alive).exists();
    assertThat(finished).exists();
    assertThat(hidden).exists();
  }

  /** After a restart of the machine it is another program's. */
  @Test
  void theNumberOfAnotherProgramsProcessIsThatOfADeadOne() {
    Disk.directory(top.resolve(".unfinished-" + 1 + "-1-a"));
    Leftovers.sweep(top);
    assertThat(top).isEmptyDirectory();
  }

  @Test
  void whatIsRemovedHasLostItsNameBeforeAnyOfItIsGone() throws IOException {
    Path whole = Disk.file(top.resolve("whole/file"), "x").resolveSibling("");
    Path away = Leftovers.putAway(whole);
    assertThat(whole).doesNotExist();
    assertThat(away.resolve("file")).exists();
    // A process that is killed here leaves what the next launch sweeps.
    assertThat(Leftovers.unfinished(whole)).isEqualTo(away);

    Disk.file(whole.resolve("file"), "x");
    Leftovers.remove(whole);
    assertThat(top).isEmptyDirectory();
  }

  @Test
  void aForeignNameIsLeftAloneAndStopsNothing() {
    Path foreign = Disk.directory(top.resolve(".unfinished-symphony"));
    for (int number = 0; number < 20; number++) {
      Disk.directory(top.resolve(".unfinished-" + NOBODY + "-" + number));
    }
    Leftovers.sweep(top);
    assertThat(top).isDirectoryContaining(foreign::equals);
    assertThat(top.toFile().list()).hasSize(1);
  }

  @Test
  void aMissingDirectoryNeedsNoSweeping() {
    Leftovers.sweep(top.resolve("gone"));
    assertThat(top).isEmptyDirectory();
  }

  @Test
  void theTargetOfALinkIsNotDeleted() {
    Path kept = Disk.file(top.resolve("kept/file"), "x");
    Path doomed = Disk.directory(top.resolve("doomed"));
    Disk.link(doomed.resolve("link"), "../kept");
    Leftovers.delete(doomed);
    Leftovers.delete(doomed);
    assertThat(doomed).doesNotExist();
    assertThat(kept).exists();
  }
}
