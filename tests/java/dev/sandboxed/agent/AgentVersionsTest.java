package dev.sandboxed.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.agent.AgentVersions.Newest;
import dev.sandboxed.files.LiveInquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.profile.AgentDefinition;
import dev.sandboxed.profile.AgentReader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What npm says of versions, and what is made of it when it says something else. */
class AgentVersionsTest {

  @TempDir Path temporary = Path.of("");

  @Test
  void eachAgentHasItsOwnAnswerOrTheReasonWhyThereIsNone() {
    assertThat(
            newest(
                """
                case $* in
                  *good@*) echo '{"version": "1.2.0"}' ;;
                  *silent@*) echo 'npm error network timeout at: http://a.example/silent' >&2; exit 1 ;;
                  *wordless@*) exit 1 ;;
                  *) printf 'npm error %s\\n' 'code E404' 'no such package' >&2; exit 1 ;;
                esac
                """,
                "good", "missing", "silent", "wordless"))
        .containsExactly(
            new Newest.Version("1.2.0"),
            new Newest.Unknown("no such package"),
            new Newest.Unknown("the npm registry does not answer"),
            new Newest.Unknown("npm failed without a word"));
  }

  @Test
  void withoutANetworkTheReasonIsTheSameForAll() {
    Newest offline =
        new Newest.Unknown("npm does not reach its registry: getaddrinfo EAI_AGAIN a.example");
    assertThat(
            newest(
                """
                printf 'npm error %s\n' 'code EAI_AGAIN' 'syscall getaddrinfo' 'errno EAI_AGAIN' \
                  "request to https://a.example/$8 failed, reason: getaddrinfo EAI_AGAIN a.example" >&2
                exit 1
                """,
                "one", "two"))
        .containsExactly(offline, offline);
  }

  @Test
  void anAnswerIsReadOnlyAsFarAsOneCanBeLong() {
    assertThat(newest("yes '{\"version\": \"1.2.0\"}' | head -c 9000000", "tool"))
        .containsExactly(new Newest.Unknown("the answer is longer than 64 KiB"));
  }

  @Test
  void aVersionThatIsNoneIsNotShown() {
    assertThat(newest("printf '\"1.2.0\\\\n\\\\u001b[2J\"'", "tool"))
        .containsExactly(new Newest.Unknown("the answer names no exact version"));
  }

  @Test
  void withoutNpmTheReasonIsThat() {
    Programs none =
        Programs.on(new LiveInquiry(Map.of(), InstantSource.system()), temporary.toString());
    assertThat(newest(none, "tool"))
        .containsExactly(new Newest.Unknown("there is no npm to ask with"));
  }

  private List<Newest> newest(String npm, String... agents) {
    Path bin = Disk.directory(temporary.resolve("bin"));
    Disk.program(bin.resolve("npm"), "#!/bin/sh\n" + npm);
    String path = bin + ":/usr/bin:/bin";
    return newest(
        Programs.on(new LiveInquiry(Map.of("PATH", path), InstantSource.system()), path), agents);
  }

  private List<Newest> newest(Programs programs, String... agents) {
    List<AgentDefinition> definitions =
        Stream.of(agents)
            .map(agent ->
                AgentReader.read(
                        agent,
                        agent + ".toml",
                        """
                        command = ["%s"]
                        [install]
                        npm = "%s"
                        version = "1.0.0"
                        program = "bin/tool"
                        """
                            .formatted(agent, agent))
                    .value())
            .toList();
    AgentPlace nowhere =
        new AgentPlace(AgentPlace.Source.NOT_HERE, Optional.empty(), Optional.empty());
    return AgentVersions.of(
            definitions,
            agent -> nowhere,
            Optional.of(new NpmRegistry(temporary.resolve("data"), programs)))
        .stream()
        .map(AgentVersions::newest)
        .toList();
  }
}
