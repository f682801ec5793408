package dev.sandboxed.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.Programs;
import dev.sandboxed.fixture.ThisMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs on the machine that the tests run on, whatever it is. */
class LayoutProbeTest {

  private final RootLayout layout =
      LayoutProbe.probe(Programs.on(ThisMachine.INQUIRY, "/run/current-system/sw/bin"));

  @Test
  void whatIsTakenFromEtcExistsAndHoldsNoSecrets() {
    assertThat(etc())
        .allMatch(Files::exists)
        .allMatch(path -> path.startsWith("/etc") && path.getNameCount() > 1)
        .noneMatch(path ->
            Stream.of("shadow", "gshadow", "ssl/private", "sudoers", "ssh", "machine-id", "passwd")
                .map(Path.of("/etc")::resolve)
                .anyMatch(secret -> secret.startsWith(path)));
  }

  @Test
  void theRootIsAsOnThisMachine() throws IOException {
    switch (layout) {
      case RootLayout.Usr usr -> {
        assertThat(usr.directories()).contains(Path.of("/usr")).allMatch(Files::isDirectory);
        for (Map.Entry<Path, String> link : usr.links().entrySet()) {
          assertThat(Files.readSymbolicLink(link.getKey())).hasToString(link.getValue());
        }
        assertThat(Stream.concat(usr.links().keySet().stream(), usr.directories().stream()))
            .contains(Path.of("/bin"), Path.of("/lib"));
      }
      case RootLayout.Store store ->
          assertThat(store.tools().values()).allMatch(tool -> tool.startsWith("/nix/store"));
    }
  }

  private List<Path> etc() {
    return switch (layout) {
      case RootLayout.Usr usr -> usr.etc();
      case RootLayout.Store store -> store.etc();
    };
  }
}
