package dev.sandboxed.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.files.Programs;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidedProbeTest {

  private static final String CLAUDE = "/nix/store/1-claude-code";
  private static final String TOOLS = "/nix/store/2-tools";

  @TempDir Path directory = Path.of("");

  @BeforeEach
  void furnish() {
    Disk.directory(directory.resolve("agents"));
    Disk.link(directory.resolve("agents/claude"), CLAUDE + "/bin/claude");
    Disk.file(directory.resolve("path"), TOOLS + "/bin\n" + CLAUDE + "/bin\n");
    Disk.file(directory.resolve("store-paths"), CLAUDE + "\n" + TOOLS + "\n");
    Disk.file(directory.resolve("total-nar-size"), "4711\n");
  }

  @Test
  void itNamesTheAgentsThePathAndTheirClosure() {
    assertThat(ProvidedProbe.look(ThisMachine.INQUIRY, directory))
        .isEqualTo(
            new Provided(
                Map.of("claude", Path.of(CLAUDE + "/bin/claude")),
                List.of(Path.of(TOOLS + "/bin"), Path.of(CLAUDE + "/bin")),
                List.of(Path.of(CLAUDE), Path.of(TOOLS)),
                4711));
  }

  @Test
  void aLauncherForNoAgentBringsToolsOnly() throws IOException {
    Files.delete(directory.resolve("agents/claude"));
    Files.delete(directory.resolve("agents"));
    assertThat(ProvidedProbe.look(ThisMachine.INQUIRY, directory).agents()).isEmpty();
  }

  @Test
  void anotherDirectoryIsRefused() throws IOException {
    Disk.file(directory.resolve("total-nar-size"), "much");
    assertThatThrownBy(() -> ProvidedProbe.look(ThisMachine.INQUIRY, directory))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("total-nar-size");
    Files.delete(directory.resolve("path"));
    assertThatThrownBy(() -> ProvidedProbe.look(ThisMachine.INQUIRY, directory))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining(directory.resolve("path").toString());
    Disk.file(directory.resolve("agents/gemini"), "");
    assertThatThrownBy(() -> ProvidedProbe.look(ThisMachine.INQUIRY, directory))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("gemini");
  }

  @Test
  void whatALauncherWasPackagedWithIsNotLookedForOnPath() {
    Disk.program(directory.resolve("packaged/bwrap"), "");
    Disk.program(directory.resolve("person/bwrap"), "");
    Disk.program(directory.resolve("person/git"), "");
    String path = directory.resolve("person").toString();
    Map<String, String> packaged =
        Map.of("PATH", path, "SANDBOXED_TOOLS", directory.resolve("packaged").toString());
    Path project = Path.of("/elsewhere");

    Programs tools = new HostProbe(ThisMachine.with(packaged)).tools(project);
    assertThat(tools.find("bwrap")).contains(directory.resolve("packaged/bwrap"));
    assertThat(tools.find("git")).isEmpty();
    assertThat(new HostProbe(ThisMachine.with(Map.of("PATH", path))).tools(project).find("git"))
        .contains(directory.resolve("person/git"));
  }
}
