package dev.sandboxed.host.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.LiveInquiry;
import dev.sandboxed.fixture.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonToolsProbeTest {

  @TempDir Path top = Path.of("");

  @BeforeEach
  void resolveTheTop() throws IOException {
    top = top.toRealPath();
  }

  @Test
  void theProgramsOfSandboxedItselfAreNotMissed() throws IOException {
    Disk.file(top.resolve("sandboxed/bin/sandboxed"), "");
    Disk.file(top.resolve("other/bin/tool"), "");
    Files.createSymbolicLink(top.resolve("link"), top.resolve("sandboxed/bin"));
    assertThat(programs(Map.of("SANDBOXED_HOME", top + "/sandboxed")))
        .containsExactly(false, false, true);
    assertThat(programs(Map.of())).containsExactly(true, true, true);
  }

  @Test
  void entriesThatNameNoDirectoryDoNotCount() {
    assertThat(look(Map.of(), ":.:bin:" + top + "/none:" + top + ":").path())
        .extracting(ToolPlace::named)
        .containsExactly(top);
  }

  private List<Boolean> programs(Map<String, String> environment) {
    return look(environment, top + "/sandboxed/bin:" + top + "/link:" + top + "/other/bin")
        .path()
        .stream()
        .map(ToolPlace::programs)
        .toList();
  }

  private static PersonTools look(Map<String, String> environment, String path) {
    return PersonToolsProbe.look(new LiveInquiry(environment, () -> Instant.EPOCH), path);
  }
}
