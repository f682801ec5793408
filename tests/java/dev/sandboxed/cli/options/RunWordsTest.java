package dev.sandboxed.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Refusals;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RunWordsTest {

  /** Words are separated by blanks; the agent's name is {@code .} if there is none. */
  @ParameterizedTest
  @CsvSource({
    "claude, claude, '', ''",
    "claude -p hi, claude, '', -p hi",
    "claude --profile strict -p hi, claude, --profile strict, -p hi",
    "--profile strict claude -p hi, claude, --profile strict, -p hi",
    "claude --profile=strict --quiet x, claude, --profile=strict --quiet, x",
    "claude --env A=1=2 --env=B=3 x, claude, --env A=1=2 --env=B=3, x",
    "claude hi --profile strict, claude, '', hi --profile strict",
    "claude -- --profile strict, claude, '', --profile strict",
    "claude --quiet -- -- x, claude, --quiet, -- x",
    "-- ls -l, ., '', ls -l",
    "--network none -- ls --quiet, ., --network none, ls --quiet",
    "claude --, claude, '', ''",
    "'', ., '', ''",
    "claude --read, claude, --read, ''",
    "claude --read --write x, claude, --read --write, x",
  })
  void sandboxedsWordsEndAtTheFirstOneThatIsNot(
      String words, String agent, String options, String agentWords) {
    RunWords divided = divide(words);
    assertThat(divided.agent().orElse(".")).isEqualTo(agent);
    assertThat(divided.options()).isEqualTo(split(options));
    assertThat(divided.agentWords()).isEqualTo(split(agentWords));
  }

  @ParameterizedTest
  @CsvSource({
    "claude --dry-run json, --dry-run, json",
    "claude --dry-run=json x, --dry-run=json, x",
    "claude --devshell env, --devshell, env",
    "claude --devshell=env x, --devshell=env, x",
  })
  void anOptionalValueComesAfterAnEqualsSign(String words, String options, String agentWords) {
    RunWords divided = divide(words);
    assertThat(divided.options()).isEqualTo(split(options));
    assertThat(divided.agentWords()).isEqualTo(split(agentWords));
  }

  /** src/main/bash/warm gives an agent every word that begins with one dash. */
  @Test
  void everyOptionOfOneLetterIsTheAgentsAfterItsName() {
    assertThat(RunOptions.spec().optionsMap().keySet())
        .filteredOn(name -> !name.startsWith("--"))
        .isNotEmpty()
        .isSubsetOf(RunWords.AMBIGUOUS);
  }

  @Test
  void twoDashesEndTheWordsUnlessTheyAreAValue() {
    assertThat(divide("claude -- x").ended()).isTrue();
    assertThat(divide("claude x").ended()).isFalse();
    assertThat(divide("claude --env -- x").ended()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help", "--debug"})
  void anOptionThatAgentsHaveTooIsTheirsAfterTheirName(String word) {
    assertThat(divide("claude " + word).agentWords()).containsExactly(word);
    assertThat(divide(word + " claude").agentWords()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "claude --profil strict, --profil, --profile",
    "claude --denny x, --denny, --deny",
    "claude --netwrok=none, --netwrok, --network",
    "--quite claude, --quite, --quiet",
  })
  void aMistypedOptionIsNotGivenToTheAgent(String words, String mistyped, String meant) {
    assertThat(Refusals.textsOf(() -> divide(words)))
        .containsExactly(
            "there is no option "
                + mistyped
                + "\n  did you mean "
                + meant
                + "? If it is the agent's, put -- before it");
    assertThat(divide("claude -- " + mistyped).agentWords()).containsExactly(mistyped);
  }

  @Test
  void anOptionThatNobodyHasIsNotAnAgentsName() {
    assertThat(Refusals.textsOf(() -> divide("--no-such-option -- true")))
        .containsExactly(
            "there is no option --no-such-option\n"
                + "  options of an agent come after its name, commands after --");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-- --network none true", "-q -- --network=none true"})
  void anOptionOfSandboxedIsNoCommand(String words) {
    assertThat(Refusals.textsOf(() -> divide(words)))
        .containsExactly(
            "--network stands where the command belongs\n  options of sandboxed come before --");
  }

  /** The options that the agents' own help lists. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--add-dir",
        "--agents",
        "--allowedTools",
        "--append-system-prompt",
        "--continue",
        "--dangerously-skip-permissions",
        "--disallowedTools",
        "--fallback-model",
        "--fork-session",
        "--ide",
        "--include-partial-messages",
        "--input-format",
        "--json-schema",
        "--mcp-config",
        "--model",
        "--output-format",
        "--permission-mode",
        "--print",
        "--resume",
        "--session-id",
        "--settings",
        "--setting-sources",
        "--strict-mcp-config",
        "--system-prompt",
        "--tools",
        "--verbose",
        "--version",
        "--yolo",
        "--sandbox",
        "--approval-mode",
        "--all-files",
        "--prompt",
        "--prompt-interactive",
        "--extensions",
        "--list-extensions",
        "--checkpointing",
        "--include-directories",
        "--screen-reader",
        "-p",
        "-c",
        "-r",
        "-v",
        "-m",
        "-y",
      })
  void theAgentsOptionsAreTheirs(String option) {
    assertThat(divide("claude " + option + " x").agentWords()).containsExactly(option, "x");
  }

  @Test
  void anEmptyWordAfterTheAgentIsTheAgents() {
    assertThat(RunWords.divide(List.of("claude", "", "x"), spec()).agentWords())
        .containsExactly("", "x");
  }

  private static RunWords divide(String words) {
    return RunWords.divide(split(words), spec());
  }

  private static List<String> split(String words) {
    return words.isEmpty() ? List.of() : List.of(words.split(" "));
  }

  private static CommandLine.Model.CommandSpec spec() {
    return new CommandLine(new RunOptions()).getCommandSpec();
  }
}
