package dev.sandboxed.files.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTreeTest {

  @TempDir Path top = Path.of("");

  @Test
  void linkTargetsStayAndDoNotCount() throws IOException {
    Path other = Disk.directory(top.resolve("other"));
    Disk.file(other.resolve("precious"), "a long text that counts");
    Path tree = Disk.directory(top.resolve("tree"));
    Disk.file(tree.resolve("five"), "12345");
    Disk.link(tree.resolve("link"), other.toString());
    Disk.link(tree.resolve("dangling"), "nowhere");

    long links = (long) other.toString().length() + "nowhere".length();
    assertThat(DirectoryTree.bytes(tree)).isEqualTo(5 + links);
    DirectoryTree.delete(tree);

    assertThat(tree).doesNotExist();
    assertThat(other.resolve("precious")).exists();
  }

  @Test
  void aClosedDirectoryIsDeletedToo() throws IOException {
    Path tree = Disk.directory(top.resolve("tree"));
    Path closed = Disk.directory(tree.resolve("closed"));
    Disk.file(closed.resolve("file"), "x");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

    DirectoryTree.delete(tree);

    assertThat(tree).doesNotExist();
  }

  /** An agent makes such a tree with relative paths. */
  @Test
  void aTreeThatIsDeeperThanAPathCanBeIsDeletedToo() throws IOException {
    Path tree = Disk.directory(top.resolve("tree"));
    Disk.file(tree.resolve("file"), "x");
    for (int depth = 0; depth < 1000; depth++) {
      Path above = Disk.directory(top.resolve("above"));
      Files.move(tree, above.resolve("d".repeat(20)));
      Files.move(above, tree);
    }

    DirectoryTree.delete(tree);

    assertThat(tree).doesNotExist();
  }
}
