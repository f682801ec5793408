package dev.sandboxed.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainFileProbeTest {

  @TempDir Path top = Path.of("");

  @Test
  void aFileIsItsBytes() throws IOException {
    Path file = Files.write(top.resolve("a"), new byte[] {'a', 0, (byte) 0xff});

    assertThat(PlainFileProbe.read(ThisMachine.INQUIRY, file, 3))
        .isEqualTo(new PlainFile.Bytes("a\0\u00ff"));
    assertThat(PlainFileProbe.read(ThisMachine.INQUIRY, file, 2))
        .isEqualTo(new PlainFile.Other("larger than 0 KiB"));
  }

  @Test
  void whatIsMissingIsAbsent() {
    assertThat(PlainFileProbe.read(ThisMachine.INQUIRY, top.resolve("gone"), 3))
        .isEqualTo(new PlainFile.Absent());
  }

  @Test
  void aSymlinkIsNotFollowed() {
    Path file = Disk.file(top.resolve("a"), "x");

    assertThat(
            PlainFileProbe.read(
                ThisMachine.INQUIRY, Disk.link(top.resolve("link"), file.toString()), 3))
        .isEqualTo(new PlainFile.Other("a symlink to \"" + file + "\""));
    assertThat(
            PlainFileProbe.read(
                ThisMachine.INQUIRY, Disk.link(top.resolve("gone"), "/no\u001bwhere"), 3))
        .isEqualTo(new PlainFile.Other("a symlink to \"/no\\u001bwhere\""));
  }

  @Test
  void directoriesAndDevicesAreNotRead() {
    assertThat(PlainFileProbe.read(ThisMachine.INQUIRY, top, 3))
        .isEqualTo(new PlainFile.Other("a directory"));
    assertThat(PlainFileProbe.read(ThisMachine.INQUIRY, Path.of("/dev/zero"), 3))
        .isEqualTo(new PlainFile.Other("a pipe, a socket or a device"));
  }
}
