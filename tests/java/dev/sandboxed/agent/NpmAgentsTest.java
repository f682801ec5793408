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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpmAgentsTest {

  private static final String DEFINITION =
      """
      command = ["tool", "--calm"]
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

  /** They turn off the agent's own sandbox, for example. */
  @Test
  void anAgentFromNpmGetsTheFirstArgumentsOfItsDefinition() throws IOException {
    Path data = Disk.directory(temporary.toRealPath().resolve("data"));
    LiveInquiry inquiry = new LiveInquiry(Map.of(), InstantSource.system());
    Programs programs = Programs.on(inquiry, "/usr/bin:/bin");
    NpmAgents agents = new NpmAgents(data, programs);
    AgentDefinition tool = AgentReader.read("tool", "tool.toml", DEFINITION).value();
    assertThat(agents.planned(tool).orElseThrow().command().words())
        .containsExactly("/opt/sandboxed/agents/tool/bin/tool", "--calm");

    Disk.program(
        Disk.directory(data.resolve("agents/tool/1.2.3/bin")).resolve("tool"), "#!/bin/sh\n");
    assertThat(
            agents
                .find(tool, new AgentFinder(programs, programs, List.of(), List.of()))
                .orElseThrow()
                .command()
                .words())
        .containsExactly("/opt/sandboxed/agents/tool/bin/tool", "--calm");
  }
}
