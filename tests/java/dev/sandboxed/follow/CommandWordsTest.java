package dev.sandboxed.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandWordsTest {

  /** Programs in brackets. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "~/a.sh --fast x | [/h/a.sh] --fast x",
        "\"$HOME/a b.sh\" | [/h/a b.sh]",
        "'~/a.sh' | [~/a.sh]",
        "bash ${HOME}/a.sh | [bash] /h/a.sh",
        "X=1 Y=2 jq . | [jq] .",
        "a\\ b c | [a b] c",
        "a && b; c | [a] [b] [c]",
        "a >/x/log 2>&1 <~/in b | [a] b",
        "cd /x && ./run | /x [./run]",
        "exec ~/a | /h/a",
        "a # b | [a]",
        "a#b | [a#b]",
      })
  void plainWordsAreFound(String command, String words) {
    // The delimiter of the table is a pipe.
    assertThat(words(command)).isEqualTo(words);
  }

  @Test
  void bothSidesOfAPipeAreCommands() {
    assertThat(words("a b|~/c")).isEqualTo("[a] b [/h/c]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$HOMEWARD/a", "$(b)", "`b`", "~/*.sh", "\"${X:-/y}/a\"", "", "'"})
  void whatOnlyAShellKnowsIsNotGuessed(String command) {
    assertThat(words(command)).doesNotContain("/");
  }

  @Test
  void argumentsWithoutAShellAreTakenAsTheyAreExceptForWhatTheAgentReplaces() {
    assertThat(CommandWords.ofArguments(List.of("node", "~/a b.js", "~", "$HOME/c"), "/h"))
        .containsExactly(
            new CommandWords.Word("node", true),
            new CommandWords.Word("/h/a b.js", false),
            new CommandWords.Word("~", false));
    assertThat(CommandWords.ofArguments(List.of("${extensionPath}/server"), "/h")).isEmpty();
    assertThat(CommandWords.ofArguments(List.of(), "/h")).isEmpty();
  }

  private static String words(String command) {
    return CommandWords.ofShell(command, "/h").stream()
        .map(word -> word.program() ? "[" + word.text() + "]" : word.text())
        .collect(Collectors.joining(" "));
  }
}
