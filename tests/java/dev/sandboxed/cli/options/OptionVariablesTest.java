package dev.sandboxed.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Refusals;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OptionVariablesTest {

  @ParameterizedTest
  @CsvSource({"profile, SANDBOXED_PROFILE", "dry-run, SANDBOXED_DRY_RUN", "env, SANDBOXED_ENV"})
  void everyOptionHasAVariable(String option, String variable) {
    assertThat(OptionVariables.of(option)).isEqualTo(variable);
  }

  @Test
  void aVariableBecomesAWordOfTheCommandLine() {
    assertThat(words(Map.of("SANDBOXED_PROFILE", "strict", "PATH", "/bin", "SANDBOXED", "1")))
        .containsExactly("--profile=strict");
  }

  @Test
  void listsAreSplitAtColonsAndSingleValuesAreNot() {
    assertThat(words(Map.of("SANDBOXED_READ", "~/a::~/b c:", "SANDBOXED_PROJECT", "/a:b")))
        .containsExactly("--project=/a:b", "--read=~/a", "--read=~/b c");
  }

  @Test
  void anEmptyVariableSaysNothing() {
    assertThat(words(Map.of("SANDBOXED_PROFILE", "", "SANDBOXED_READ", ":"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SANDBOXED_PROFIL", "SANDBOXED_NETWROK", "SANDBOXED_DENYY"})
  void aMistypedVariableIsNotIgnored(String name) {
    assertThat(Refusals.textsOf(() -> words(Map.of(name, "x"))))
        .singleElement()
        .asString()
        .startsWith("unknown variable " + name + "\n  did you mean SANDBOXED_");
  }

  @Test
  void aVariableUnlikeAnyOptionBelongsToSomethingElse() {
    assertThat(words(Map.of("SANDBOXED_TEST_AGENTS", "x", "SANDBOXED_HOME", "/x"))).isEmpty();
  }

  private static List<String> words(Map<String, String> environment) {
    return OptionVariables.words(environment, new CommandLine(new RunOptions()).getCommandSpec());
  }
}
