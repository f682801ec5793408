package dev.sandboxed.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.files.LiveInquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.AgentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final List<String> shown = Collections.synchronizedList(new ArrayList<>());
  private Optional<NpmAgents> agents = Optional.empty();

  /** Corepack obeys the package.json and .corepack.env there, and mise and asdf files of theirs. */
  @Test
  void npmDoesNotRunInTheProject() throws IOException {
    agentsWith(NPM, Duration.ofMinutes(1));

    install();

    assertThat(Files.readString(data().resolve("agents/tool/1.2.3/where")).strip())
        .isEqualTo(data().resolve("agents/tool").toString());
  }

  @Test
  void aDownloadThatGrowsIsShownAndOneThatDoesNotIsEnded() throws IOException {
    // As a proxy that takes the request and never answers.
    agentsWith(
        "#!/bin/sh\nmkdir -p \"$3\"; head -c 3000000 /dev/zero >\"$3/part\"; exec sleep 1000\n",
        Duration.ofSeconds(2));

    assertThatThrownBy(this::install)
        .isInstanceOfSatisfying(
            UserFailure.class,
            failure ->
                assertThat(failure.problems().getFirst().render())
                    .contains("tool@1.2.3: no answer from the network for 2 seconds")
                    .endsWith("npm config set https-proxy http://HOST:PORT"));
    assertThat(shown).anyMatch(line -> line.startsWith("fetching: 3 MiB so far"));
    assertThat(shown).last().isEqualTo("");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(data().resolve("agents/tool")).isEmptyDirectory();
  }

  @Test
  void aNetworkThatRefusesEndsWithTheProxyOfNpm() throws IOException {
    agentsWith(
        """
        #!/bin/sh
        printf 'npm error %s\\n' 'code ECONNREFUSED' '    at emit (x.js:1)' '' 'connect refused' >&2
        exit 1
        """,
        Duration.ofMinutes(1));

    assertThatThrownBy(this::install)
        .isInstanceOfSatisfying(
            UserFailure.class,
            failure ->
                assertThat(failure.problems().getFirst().render().lines())
                    .containsExactly(
                        "npm could not fetch tool@1.2.3: code ECONNREFUSED",
                        "    connect refused",
                        "  if there is a proxy, tell npm about it, then start this again: npm config set"
                            + " https-proxy http://HOST:PORT"));
  }

  /** They turn off the agent's own sandbox, for example. */
  @Test
  void anAgentFromNpmGetsTheFirstArgumentsOfItsDefinition() throws IOException {
    Path data = Disk.directory(temporary.toRealPath().resolve("data"));
    LiveInquiry inquiry = new LiveInquiry(Map.of(), InstantSource.system());
    Programs programs = Programs.on(inquiry, "/usr/bin:/bin");
    NpmAgents npm = new NpmAgents(data, programs);
    AgentDefinition tool = AgentReader.read("tool", "tool.toml", DEFINITION).value();
    assertThat(npm.planned(tool).orElseThrow().command().words())
        .containsExactly("/opt/sandboxed/agents/tool/bin/tool", "--calm");

    Disk.program(
        Disk.directory(data.resolve("agents/tool/1.2.3/bin")).resolve("tool"), "#!/bin/sh\n");
    assertThat(
            npm.find(tool, new AgentFinder(programs, programs, List.of(), List.of()))
                .orElseThrow()
                .command()
                .words())
        .containsExactly("/opt/sandboxed/agents/tool/bin/tool", "--calm");
  }

  private void agentsWith(String npm, Duration patience) throws IOException {
    Path bin = Disk.directory(temporary.toRealPath().resolve("bin"));
    Disk.program(bin.resolve("npm"), npm);
    Map<String, String> environment = Map.of("PATH", bin + ":/usr/bin:/bin");
    LiveInquiry inquiry = new LiveInquiry(environment, InstantSource.system());
    agents =
        Optional.of(
            new NpmAgents(
                Disk.directory(data()), Programs.on(inquiry, bin + ":/usr/bin:/bin"), patience));
  }

  private Path data() throws IOException {
    return temporary.toRealPath().resolve("data");
  }

  private void install() {
    AgentDefinition tool = AgentReader.read("tool", "tool.toml", DEFINITION).value();
    agents.orElseThrow().install(tool, tool.install().orElseThrow(), message -> {}, shown::add);
  }
}
