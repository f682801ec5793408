package dev.sandboxed.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.fixture.Disk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedFileTest {

  @TempDir Path top = Path.of("");

  @Test
  void aFileIsItsBytesUpToTheLargest() throws IOException {
    Path file = Files.write(top.resolve("a"), new byte[] {'a', 0, (byte) 0xff});
    assertThat(BoundedFile.bytes(file, 3)).containsExactly((byte) 'a', (byte) 0, (byte) 0xff);
    assertThat(BoundedFile.byteText(file, 3)).isEqualTo("a\0\u00ff");
    assertThat(BoundedFile.beginning(file, 2)).containsExactly((byte) 'a', (byte) 0);
    assertThatThrownBy(() -> BoundedFile.bytes(file, 2)).isInstanceOf(NotReadException.class);
    assertThatThrownBy(() -> BoundedFile.text(file, 3))
        .isInstanceOf(CharacterCodingException.class);
  }

  @Test
  void gigabytesAreNotReadToTheEnd() throws IOException {
    Path file = top.resolve("a");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(5L << 30);
    }
    assertThatThrownBy(() -> BoundedFile.bytes(file, 1 << 20))
        .isInstanceOf(NotReadException.class)
        .hasMessage(file + " is larger than 1 MiB");
  }

  @Test
  void aPipeIsNotOpened() throws IOException, InterruptedException {
    Path pipe = top.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> BoundedFile.bytes(pipe, 1))
                .isInstanceOf(NotReadException.class)
                .hasMessage(pipe + " is a pipe, a socket or a device"));
  }

  @Test
  void neitherADeviceNorADirectoryIsRead() {
    assertThatThrownBy(() -> BoundedFile.bytes(Path.of("/dev/zero"), 1))
        .hasMessage("/dev/zero is a pipe, a socket or a device");
    assertThatThrownBy(() -> BoundedFile.bytes(Disk.link(top.resolve("l"), "/dev/zero"), 1))
        .isInstanceOf(NotReadException.class);
    assertThatThrownBy(() -> BoundedFile.bytes(top, 1)).hasMessage(top + " is a directory");
  }

  @Test
  void aSymlinkIsFollowedUnlessTheCallerForbidsIt() throws IOException {
    Disk.file(top.resolve("a"), "x");
    Path link = Disk.link(top.resolve("l"), "a");
    assertThat(BoundedFile.text(link, 1)).isEqualTo("x");
    assertThatThrownBy(() -> BoundedFile.text(link, 1, LinkOption.NOFOLLOW_LINKS))
        .hasMessage(link + " is a symlink");
  }

  @Test
  void aFileThatDoesNotExistIsMissing() {
    assertThatThrownBy(() -> BoundedFile.bytes(top.resolve("gone"), 1))
        .isInstanceOf(NoSuchFileException.class);
  }
}
