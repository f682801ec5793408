package dev.sandboxed.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NixDaemonTest {

  @TempDir Path temporary = Path.of("");

  @Test
  void aDaemonThatDoesNotRunIsToldWithTheCommandThatStartsIt() {
    Path socket = temporary.resolve("socket");
    assertThatThrownBy(() -> NixDaemon.require(new StoreAccess.Daemon(socket)))
        .isInstanceOfSatisfying(
            UserFailure.class,
            failure ->
                assertThat(failure.problems().getFirst().render())
                    .startsWith(
                        "the Nix daemon is not running: there is no "
                            + socket
                            + "\n  sudo systemctl start"));
  }

  @Test
  void aSocketThatIsThereAndAStoreOfOnesOwnAreNoTrouble() throws IOException {
    Path socket = Files.createFile(temporary.resolve("socket"));
    assertThatCode(() -> NixDaemon.require(new StoreAccess.Daemon(socket)))
        .doesNotThrowAnyException();
    assertThatCode(() -> NixDaemon.require(new StoreAccess.Direct(temporary, temporary)))
        .doesNotThrowAnyException();
    assertThatCode(
            () -> NixDaemon.require(new StoreAccess.Direct(temporary.resolve("none"), temporary)))
        .doesNotThrowAnyException();
  }

  /** As Nix 2.8 and later say it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          error: cannot connect to socket at '/nix/var/nix/daemon-socket/socket': Connection refused | nix.no-daemon
          error: cannot connect to daemon at '/x': No such file or directory | nix.no-daemon
          error: getting status of /nix/var/nix/daemon-socket/socket: Permission denied | nix.not-for-you
          error: cannot connect to socket at '/nix/var/nix/daemon-socket/socket': Permission denied | nix.not-for-you
          error: experimental Nix feature 'flakes' is disabled; use ''--extra-experimental-features flakes'' | nix.feature-disabled
          """)
  void theWordsOfNixAreToldAsWhatTheyMean(String words, String code) {
    assertThat(NixDaemon.told(words)).get().extracting("code").isEqualTo(code);
  }

  @Test
  void theSocketThatNixNamesIsNamed() {
    assertThat(NixDaemon.told("error: cannot connect to socket at '/x': No such file or directory"))
        .get()
        .extracting(Problem::message)
        .isEqualTo("the Nix daemon is not running: nothing answers at /x");
  }

  @Test
  void otherWordsStayNixs() {
    assertThat(NixDaemon.told("error: getting status of '/x': Permission denied")).isEmpty();
  }
}
