package dev.sandboxed.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.ThisMachine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {

  @TempDir Path top = Path.of("");

  private final TextFiles files = new TextFiles(ThisMachine.INQUIRY);

  @Test
  void aFileIsItsText() {
    assertThat(files.read(Disk.file(top.resolve("a"), "größe\n").toString())).contains("größe\n");
  }

  @Test
  void aMissingFileIsNotAProblem() {
    assertThat(files.read(top.resolve("gone").toString())).isEmpty();
  }

  @Test
  void whatIsNotAFileIsRefused() {
    assertThat(Refusals.codesOf(() -> files.read(top.toString()))).containsExactly("file.not-read");
    assertThat(Refusals.codesOf(() -> files.read("/dev/null"))).containsExactly("file.not-read");
  }

  @Test
  void whatIsNotTextIsRefused() throws IOException {
    Path file = Files.write(top.resolve("a"), new byte[] {'a', (byte) 0xC3, '('});
    assertThat(Refusals.codesOf(() -> files.read(file.toString())))
        .containsExactly("file.not-utf8");
  }

  @Test
  void aHugeFileIsRefusedBeforeItIsRead() throws IOException {
    Path file = top.resolve("a");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((4 << 20) + 1);
    }
    assertThat(Refusals.codesOf(() -> files.read(file.toString())))
        .containsExactly("file.not-read");
  }

  @Test
  void whatIsBehindAClosedDirectoryIsNotMissing() throws IOException {
    Path file = Disk.file(top.resolve("a/b/c"), "x");
    Path closed = Files.setPosixFilePermissions(top.resolve("a"), Set.of());
    assertThatThrownBy(() -> files.read(file.toString()))
        .hasMessage(
            "cannot read %s because %s is closed\n  make it readable for you: chmod u+rX %s"
                .formatted(file, closed, closed));
    assertThatThrownBy(() -> files.names(file.resolveSibling("").toString()))
        .hasMessageContaining("cannot list");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void theNamesInADirectoryAreSorted() {
    Disk.file(top.resolve("b"), "");
    Disk.file(top.resolve("a"), "");
    Disk.directory(top.resolve("c"));
    assertThat(files.names(top.toString())).containsExactly("a", "b", "c");
  }

  @Test
  void aMissingDirectoryHasNoNames() {
    assertThat(files.names(top.resolve("gone").toString())).isEmpty();
    assertThat(files.names(Disk.file(top.resolve("file"), "").toString())).isEmpty();
  }
}
