package dev.sandboxed.files.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {

  @TempDir Path directory;

  @Test
  void itIsWrittenWithTheDirectoriesAboveIt() throws IOException {
    Path file = directory.resolve("a/b/new.toml");

    NewFile.write(file, "text\n", "");

    assertThat(file).hasContent("text\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a"))))
        .isEqualTo("rwx------");
    assertThat(directory.resolve("a/b").toFile().list()).containsExactly("new.toml");
  }

  @Test
  void anExistingFileStaysAsItIs() throws IOException {
    Path file = Files.writeString(directory.resolve("mine.toml"), "old");

    assertThatThrownBy(() -> NewFile.write(file, "new", "choose another name"))
        .isInstanceOf(UserFailure.class)
        .hasMessage(file + " already exists\n  choose another name");

    assertThat(file).hasContent("old");
    assertThat(directory.toFile().list()).containsExactly("mine.toml");
  }

  @Test
  void aLinkThatLeadsNowhereStaysToo() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("mine.toml"), directory.resolve("none"));

    assertThatThrownBy(() -> NewFile.write(link, "new", "")).isInstanceOf(UserFailure.class);

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @Test
  void aFileThatCannotBeWrittenIsReported() throws IOException {
    Path inTheWay = Files.writeString(directory.resolve("profiles"), "a file");

    assertThatThrownBy(() -> NewFile.write(inTheWay.resolve("mine.toml"), "new", ""))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("move it away");
  }
}
