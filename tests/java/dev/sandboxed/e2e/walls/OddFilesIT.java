package dev.sandboxed.e2e.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.AgentScript;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a launch reads may be something other than a file. It then starts without it, or says so and
 * ends: a launch that waits for a pipe would never end, and the test would fail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddFilesIT {

  private final HostWorld world = HostWorld.create();

  @BeforeAll
  void anAgentWithALogin() {
    AgentScript.installed(world);
    shell(
        """
        mkdir -p ~/.claude ~/.config/sandboxed/profiles/agents ~/.config/git
        echo 'extends = "default"' >~/.config/sandboxed/profiles/mine.toml
        printf '[audit]\nchanges = true\n' >>~/.config/sandboxed/profiles/mine.toml
        """);
    // What is kept between sessions exists then.
    OutcomeAssert.assertThat(session("true")).succeeded();
  }

  /** None of them has damaged anything. */
  @AfterAll
  void theLastSessionSucceeds() {
    try (world) {
      OutcomeAssert.assertThat(session("true")).succeeded();
    }
  }

  private void shell(String script) {
    OutcomeAssert.assertThat(world.shell(script)).succeeded();
  }

  private Outcome session(String script) {
    return Launch.quietly(world)
        .with("--network=none", "--profile=mine", "claude", script)
        .outcome();
  }

  static Stream<Arguments> oddFiles() {
    List<String> profiles =
        List.of(
            "~/.config/sandboxed/profiles/mine.toml",
            "~/.config/sandboxed/profiles/default.toml",
            "~/.config/sandboxed/profiles/agents/claude.toml");
    List<String> others =
        List.of(
            "~/.gitconfig",
            "~/.config/git/config",
            "~/.claude/.credentials.json",
            "~/.claude/settings.json",
            "~/.claude.json",
            "~/.local/state/sandboxed/version",
            "~/.local/state/sandboxed/instances/*/project",
            "~/.local/state/sandboxed/logins/claude/.credentials.json",
            "~/.local/state/sandboxed/sessions/odd",
            "~/.local/state/sandboxed/trail/trail.jsonl",
            "~/.local/state/sandboxed/trail/lock",
            ".sandboxed.toml",
            ".env",
            ".gitignore",
            ".git/HEAD");
    Stream<Arguments> pipes =
        Stream.concat(profiles.stream(), others.stream()).map(file -> Arguments.of("mkfifo", file));
    Stream<Arguments> rest =
        Stream.of(
                profiles.getFirst(),
                "~/.gitconfig",
                "~/.local/state/sandboxed/version",
                "~/.local/state/sandboxed/trail/trail.jsonl",
                ".sandboxed.toml",
                ".gitignore")
            .flatMap(file ->
                Stream.of("mkdir", "ln -s /dev/zero", "truncate -s 5G")
                    .map(command -> Arguments.of(command, file)));
    return Stream.concat(pipes, rest);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("oddFiles")
  void nothingInThePlaceOfAFileMakesALaunchHang(String command, String file) {
    forEach(
        file, "if [[ -e $file ]]; then mv \"$file\" \"$file\".kept; fi; " + command + " \"$file\"");

    Outcome outcome = session("true");

    forEach(file, "rm -rf \"$file\"; if [[ -e $file.kept ]]; then mv \"$file\".kept \"$file\"; fi");
    assertThat(outcome.exit()).as(outcome.describe()).isIn(0, 125);
    OutcomeAssert.assertThat(outcome).errLacks("Exception").errLacks("should not have happened");
  }

  private void forEach(String file, String script) {
    shell("for file in " + file + "; do " + script + " || exit; done");
  }

  /** The control: git itself waits for it. */
  @Test
  void aPipeInThePlaceOfIgnoreRulesIsNamedWhenTheSessionEnds() {
    Outcome session = session("mv .gitignore kept; mkfifo .gitignore; echo x >new");

    OutcomeAssert.assertThat(session)
        .succeeded()
        .errContains("added    new")
        .errContains("not a plain file of at most 1 MiB, and git would open it: .gitignore");
    OutcomeAssert.assertThat(world.shell("timeout 2 git status")).exitedWith(124);
    shell("rm .gitignore; mv kept .gitignore");
  }
}
