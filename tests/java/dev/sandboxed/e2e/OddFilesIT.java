package dev.sandboxed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a launch reads may be anything but a file. It then starts without, or says so and ends. */
class OddFilesIT {

  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void anAgentWithALogin() {
    AgentScript.installed(world);
    OutcomeAssert.assertThat(
            world.shell(
                """
                mkdir -p ~/.claude ~/.config/sandboxed/profiles/agents ~/.config/git
                echo 'extends = "default"' >~/.config/sandboxed/profiles/mine.toml
                printf '[audit]\nchanges = true\n' >>~/.config/sandboxed/profiles/mine.toml
                """))
        .succeeded();
    // What is kept between sessions is there then.
    OutcomeAssert.assertThat(launch().with("claude", "true").outcome()).succeeded();
  }

  @AfterEach
  void takeTheWorldAway() {
    world.close();
  }

  private Launch launch() {
    return Launch.quietly(world).with("--network=none", "--profile=mine");
  }

  static Stream<Arguments> oddFiles() {
    return Stream.of(
            "~/.config/sandboxed/profiles/mine.toml",
            "~/.config/sandboxed/profiles/default.toml",
            "~/.config/sandboxed/profiles/agents/claude.toml",
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
            ".git/HEAD",
            ".git/info/exclude")
        .flatMap(file ->
            Stream.of("mkfifo", "mkdir", "ln -s /dev/zero", "truncate -s 5G")
                .map(command -> Arguments.of(command, file)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("oddFiles")
  void nothingInThePlaceOfAFileKeepsALaunchWaiting(String command, String file) {
    OutcomeAssert.assertThat(
            world.shell(
                "for file in %s; do rm -rf \"$file\"; %s \"$file\" || exit; done"
                    .formatted(file, command)))
        .succeeded();

    Outcome outcome = launch().with("claude", "true").outcome();

    assertThat(outcome.exit()).as(outcome.describe()).isIn(0, 125);
    OutcomeAssert.assertThat(outcome).errLacks("Exception").errLacks("should not have happened");
  }

  /** The control: git itself waits for it. */
  @Test
  void aPipeInThePlaceOfIgnoreRulesIsNamedWhenTheSessionEnds() {
    Outcome session = launch().shell("rm .gitignore; mkfifo .gitignore; echo x >new");

    OutcomeAssert.assertThat(session)
        .succeeded()
        .errContains("added    new")
        .errContains("no plain file of at most 1 MiB, and git would open it: .gitignore");
    OutcomeAssert.assertThat(world.shell("timeout 2 git status")).exitedWith(124);
  }
}
