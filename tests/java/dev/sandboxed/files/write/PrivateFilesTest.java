package dev.sandboxed.files.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {

  @TempDir Path top = Path.of("");

  @Test
  void whatIsMissingIsMadeForThePersonOnly() {
    Path made = PrivateFiles.directory(top.resolve("a/b"));
    assertThat(Disk.mode(made)).isEqualTo("rwx------");
    assertThat(Disk.mode(top.resolve("a"))).isEqualTo("rwx------");
  }

  @Test
  void anExistingDirectoryStaysAsItIs() throws IOException {
    Path there = Disk.directory(top.resolve("a"));
    Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwxr-x---"));
    PrivateFiles.directory(there);
    assertThat(Disk.mode(there)).isEqualTo("rwxr-x---");
  }

  @Test
  void whatCannotBeMadeIsReported() {
    Disk.file(top.resolve("a"), "in the way");
    assertThat(Refusals.codesOf(() -> PrivateFiles.directory(top.resolve("a/b"))))
        .containsExactly("state.in-the-way");
  }

  /** As where the person's dotfiles are not there yet. */
  @Test
  void aSymlinkThatLeadsNowhereIsToldAsThat() {
    Disk.link(top.resolve("a"), "/nowhere");
    assertThatThrownBy(() -> PrivateFiles.directory(top.resolve("a/b")))
        .isInstanceOfSatisfying(
            UserFailure.class,
            failure ->
                assertThat(failure.problems().getFirst().message())
                    .isEqualTo(top.resolve("a") + " is a symlink to /nowhere, which is not there"));
  }

  @Test
  void theReasonIsTheFileSystemsOwn() {
    assertThat(PrivateFiles.reason(new NoSuchFileException("/x"))).isEqualTo("NoSuchFile, /x");
    assertThat(PrivateFiles.reason(new IOException())).isEqualTo("IOException");
    assertThat(PrivateFiles.reason(new IOException("No space left on device")))
        .isEqualTo("No space left on device");
  }
}
