package dev.sandboxed.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {

  @TempDir Path top = Path.of("");

  @Test
  void aLoginsFileIsMadeForThePersonOnlyAndHoldsNoLogin() {
    Path file = top.resolve("logins/agent/deep/login");
    Logins.prepare(file, Optional.of("{}\n"));
    assertThat(file).hasContent("{}");
    assertThat(Disk.mode(file)).isEqualTo("rw-------");
    assertThat(Disk.mode(top.resolve("logins"))).isEqualTo("rwx------");
    assertThat(file.resolveSibling("").toFile().list()).containsExactly("login");
  }

  @Test
  void anExistingLoginStays() {
    Path file = Disk.file(top.resolve("login"), "token");
    Logins.prepare(file, Optional.of("{}\n"));
    assertThat(file).hasContent("token");
  }

  @Test
  void aLoginThatOthersCouldReadIsClosedToThem() throws IOException {
    Path file = Disk.file(top.resolve("login"), "token");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(Logins.close(file)).isTrue();
    assertThat(Disk.mode(file)).isEqualTo("rw-------");
    assertThat(Logins.close(file)).isFalse();
  }

  @Test
  void onlyAFileIsClosed() throws IOException {
    Path file = Disk.file(top.resolve("other"), "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(Logins.close(Disk.link(top.resolve("login"), "other"))).isFalse();
    assertThat(Logins.close(top.resolve("gone"))).isFalse();
    assertThat(Disk.mode(file)).isEqualTo("rw-r--r--");
  }

  @Test
  void aLinkOrADirectoryInItsPlaceIsReported() {
    Path file = Disk.link(top.resolve("a/login"), "../elsewhere");
    assertThat(Refusals.codesOf(() -> Logins.prepare(file, Optional.of("{}\n"))))
        .containsExactly("state.in-the-way");
    assertThat(top.resolve("elsewhere")).doesNotExist();
    Path directory = Disk.directory(top.resolve("b/login"));
    assertThat(Refusals.codesOf(() -> Logins.prepare(directory, Optional.of("{}\n"))))
        .containsExactly("state.in-the-way");
  }
}
