package dev.sandboxed.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.LiveInquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.AgentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpmAgentsTest {

  private static final String DEFINITION =
      """
      command = ["tool"]
      [install]
      npm = "tool"
      version = "1.2.3"
      program = "bin/tool"
      """;

  // $3 is the value of --prefix.
  private static final String NPM =
      "#!/bin/sh\nmkdir -p \"$3/bin\" && pwd >\"$3/where\" && : >\"$3/bin/tool\"\n";

  @TempDir Path temporary = Path.of("");

  /** Corepack obeys the package.json and .corepack.env there, and mise and asdf files of theirs. */
  @Test
  void npmDoesNotRunInTheProject() throws IOException {
    Path data = Disk.directory(temporary.toRealPath().resolve("data"));
    Path bin = Disk.directory(temporary.toRealPath().resolve("bin"));
    Disk.program(bin.resolve("npm"), NPM);
    Map<String, String> environment = Map.of("PATH", bin + ":/usr/bin:/bin");
    LiveInquiry inquiry = new LiveInquiry(environment, InstantSource.system());
    NpmAgents agents = new NpmAgents(data, Programs.on(inquiry, bin + ":/usr/bin:/bin"));
    AgentDefinition tool = AgentReader.read("tool", "tool.toml", DEFINITION).value();

    agents.install(tool, tool.install().orElseThrow(), message -> {});

    assertThat(Files.readString(data.resolve("agents/tool/1.2.3/where")).strip())
        .isEqualTo(data.resolve("agents/tool").toString());
  }
}
