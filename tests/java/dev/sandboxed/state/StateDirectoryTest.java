package dev.sandboxed.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

  @TempDir Path top = Path.of("");

  @Test
  void itIsMadeWithItsVersion() {
    new StateDirectory(top).prepare();
    new StateDirectory(top).prepare();
    assertThat(top.resolve("version")).hasContent("1\n");
    assertThat(top.resolve("trail")).isDirectory();
    assertThat(top.resolve("sessions")).isDirectory();
    assertThat(top).isDirectoryNotContaining("glob:**version-*");
  }

  @Test
  void aDirectoryOfANewerVersionIsLeftAlone() {
    Disk.file(top.resolve("version"), "12\n");
    assertThat(Refusals.codesOf(() -> new StateDirectory(top).prepare()))
        .containsExactly("state.other-version");
    assertThat(top.resolve("trail")).doesNotExist();
  }

  @Test
  void anInvalidVersionIsReported() {
    Disk.file(top.resolve("version"), "one\n");
    assertThat(Refusals.codesOf(() -> new StateDirectory(top).prepare()))
        .containsExactly("state.other-version");
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsReported() {
    Disk.file(top.resolve("trail"), "in the way");
    assertThat(Refusals.codesOf(() -> new StateDirectory(top).prepare()))
        .containsExactly("state.in-the-way");
  }
}
