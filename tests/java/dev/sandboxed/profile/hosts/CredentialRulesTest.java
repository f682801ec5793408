package dev.sandboxed.profile.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.names.Credential;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.toml.TomlFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialRulesTest {

  private static final String WHOLE =
      """
      [credentials.mine]
      variable = "KEY"
      hosts = ["API.example.org"]
      header = "x-api-key"
      prefix = "sk-"
      """;

  private final List<Problem> problems = new ArrayList<>();

  private List<Credential> read(String text) {
    TomlFile file = new TomlFile("profile", "mine", "mine.toml", text);
    List<Credential> credentials = CredentialRules.read(file.top());
    problems.addAll(file.problems());
    return credentials;
  }

  @Test
  void oneIsAVariableAndWhereItsValueGoes() {
    assertThat(read(WHOLE))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.describe()).isEqualTo("api.example.org in x-api-key");
          assertThat(one.origin().describe()).contains("mine.toml:2:");
          assertThat(one.placeholder()).matches("sk-Placeholder[0-9A-Za-z]{25}");
        });
    assertThat(problems).isEmpty();
  }

  @Test
  void aPlaceholderIsTheSameEachTimeAndAnotherForEachVariable() {
    String one = read(WHOLE).getFirst().placeholder();

    assertThat(read(WHOLE).getFirst().placeholder()).isEqualTo(one);
    assertThat(read(WHOLE.replace("KEY", "OTHER")).getFirst().placeholder()).isNotEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "header = \"Host\"",
        "header = \"authorization\"",
        "header = \"content-length\"",
        "header = \"x: y\"",
        "header = \"\"",
        "header = \"x key\"",
        "hosts = [\"*.example.org\"]",
        "hosts = [\"example.org:8443\"]",
        "hosts = [\"192.0.2.1\"]",
        "hosts = [\"localhost\"]",
        "hosts = []",
        "variable = \"A=B\"",
        "variable = \"LD_*\"",
        "prefix = \"a b\"",
        "prefix = \"-f\"",
        "prefix = \"(\"",
        "other = 1"
      })
  void whatCannotBeKeptIsRefused(String line) {
    String key = line.substring(0, line.indexOf(' '));

    read(WHOLE.replaceAll("(?m)^" + key + " =.*\n", "") + line + "\n");

    assertThat(problems).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"variable", "hosts", "header"})
  void whatIsMissingIsNamedWithItsTable(String key) {
    assertThat(read(WHOLE.replaceAll("(?m)^" + key + " =.*\n", ""))).isEmpty();

    assertThat(problems)
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("credentials.mine"));
  }
}
