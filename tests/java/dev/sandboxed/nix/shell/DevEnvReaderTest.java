package dev.sandboxed.nix.shell;

import static dev.sandboxed.nix.Failures.onlyProblemOf;
import static dev.sandboxed.nix.Failures.problemsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sandboxed.nix.shell.DevEnv.Associative;
import dev.sandboxed.nix.shell.DevEnv.Exported;
import dev.sandboxed.nix.shell.DevEnv.Indexed;
import dev.sandboxed.nix.shell.DevEnv.Local;
import dev.sandboxed.nix.shell.DevEnv.StructuredAttrs;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DevEnvReaderTest {

  private static DevEnv read(String json) {
    return DevEnvReader.read(json, ".#default");
  }

  private static String withVariables(String variables) {
    return "{\"bashFunctions\": {}, \"variables\": {" + variables + "}}";
  }

  @Test
  void readsEveryTypeOfVariableInOrder() {
    DevEnv devEnv =
        read(
            """
            {
              "bashFunctions": {"greet": " echo hi", "odd-name:x": " :"},
              "variables": {
                "Z": {"type": "exported", "value": "1"},
                "IFS": {"type": "var", "value": " \\t\\n"},
                "list": {"type": "array", "value": ["a", "b c", ""]},
                "none": {"type": "array", "value": []},
                "map": {"type": "associative", "value": {"k": "v", "other key": ""}}
              }
            }
            """);

    assertThat(devEnv)
        .isEqualTo(
            new DevEnv(
                ".#default",
                List.of(
                    new Exported("Z", "1"),
                    new Local("IFS", " \t\n"),
                    new Indexed("list", List.of("a", "b c", "")),
                    new Indexed("none", List.of()),
                    new Associative("map", Map.of("k", "v", "other key", ""))),
                Map.of("greet", " echo hi", "odd-name:x", " :"),
                Optional.empty()));
  }

  @Test
  void readsStructuredAttributesAndIgnoresWhatNewerVersionsOfNixAdd() {
    String json =
        """
        {"variables": {}, "future": [{"type": 1}],
         "structuredAttrs": {".attrs.json": "{}", ".attrs.sh": "declare a=", ".attrs.toml": 1}}
        """;

    assertThat(read(json))
        .isEqualTo(
            new DevEnv(
                ".#default",
                List.of(),
                Map.of(),
                Optional.of(new StructuredAttrs("{}", "declare a="))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"structuredAttrs\": {\".attrs.json\": \"\"}                      | devshell.missing-field | .attrs.sh",
        "\"structuredAttrs\": {\".attrs.json\": 1, \".attrs.sh\": \"\"}    | devshell.wrong-type    | .attrs.json",
        "\"bashFunctions\": {\"greet\": {}}                                | devshell.wrong-type    | greet",
        "\"bashFunctions\": {\"greet\": \"\\u0000\"}                       | devshell.bad-value     | greet",
      })
  void namesTheFunctionOrTheFileThatIsWrong(String field, String code, String name) {
    Problem problem = onlyProblemOf(() -> read("{\"variables\": {}, " + field + "}"));

    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.message()).contains(".#default", '"' + name + '"');
  }

  @Test
  void keepsFunctionsInOrderAndToTheLetter() {
    DevEnv devEnv =
        read(
            "{\"variables\": {}, \"bashFunctions\": {\"b\": \"\\n  echo 'x'\\n\", \"a\": \" :\"}}");

    assertThat(devEnv.functions()).containsExactly(entry("b", "\n  echo 'x'\n"), entry("a", " :"));
  }

  @Test
  void keepsValuesToTheLetter() {
    DevEnv devEnv =
        read(
            withVariables(
                "\"A\": {\"value\": \"$(rm) `x` \\\"q\\\" 'q' \\\\ \\u001b[0m \\n\\r \\ud83d\\ude00"
                    + " \u00e9\", \"type\": \"exported\"}"));

    assertThat(devEnv.variables())
        .containsExactly(
            new Exported("A", "$(rm) `x` \"q\" 'q' \\ \u001b[0m \n\r \ud83d\ude00 \u00e9"));
  }

  @Test
  void readsAVeryLongValue() {
    String value = "x".repeat(5_000_000);

    DevEnv devEnv =
        read(withVariables("\"A\": {\"type\": \"exported\", \"value\": \"" + value + "\"}"));

    assertThat(devEnv.variables()).containsExactly(new Exported("A", value));
  }

  @Test
  void reportsTheLineAndColumnOfBrokenJson() {
    Problem problem = onlyProblemOf(() -> read("{\"variables\": {\n  \"A\": oops}}"));

    assertThat(problem.code()).isEqualTo("devshell.broken-json");
    assertThat(problem.where())
        .contains(new SourcePosition("output of nix print-dev-env .#default", 2, 8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"variables\": {\"A\": {\"type\": \"exported\", \"value\": \"cut",
        "{\"variables\": {}} {}",
        "{\"variables\": {}}}",
        "warning: not JSON",
        "{\"variables\": {}, \"variables\": {}}",
        "{\"variables\": {\"A\": {\"type\": \"var\", \"value\": \"\"}, \"A\": {}}}",
        "{'variables': {}}",
        "{\"variables\": {},}",
        "{\"variables\": {\"A\": NaN}}"
      })
  void refusesBrokenJson(String json) {
    assertThat(onlyProblemOf(() -> read(json)).code()).isEqualTo("devshell.broken-json");
  }

  @Test
  void refusesDeepNestingWithoutExhaustingTheStack() {
    String json = withVariables("\"A\": " + "[".repeat(1_000_000));

    assertThat(onlyProblemOf(() -> read(json)).message()).contains("nesting depth");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n", "null", "[]", "\"text\"", "7"})
  void refusesWhatIsNotAnObject(String json) {
    assertThat(onlyProblemOf(() -> read(json)).code()).isEqualTo("devshell.wrong-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"variables\": []}", "{\"variables\": null}", "{\"bashFunctions\": {}}"})
  void refusesADevShellWithoutVariables(String json) {
    assertThat(onlyProblemOf(() -> read(json)).code()).isEqualTo("devshell.missing-field");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                          | devshell.missing-field",
        "null                                        | devshell.missing-field",
        "\"text\"                                    | devshell.missing-field",
        "{\"type\": \"var\"}                         | devshell.missing-field",
        "{\"value\": \"\"}                           | devshell.missing-field",
        "{\"type\": 1, \"value\": \"\"}              | devshell.missing-field",
        "{\"type\": \"unknown\", \"value\": \"\"}    | devshell.unknown-type",
        "{\"type\": \"exported\", \"value\": 1}      | devshell.wrong-type",
        "{\"type\": \"exported\", \"value\": null}   | devshell.wrong-type",
        "{\"type\": \"var\", \"value\": [\"\"]}      | devshell.wrong-type",
        "{\"type\": \"array\", \"value\": \"\"}      | devshell.wrong-type",
        "{\"type\": \"array\", \"value\": [1]}       | devshell.wrong-type",
        "{\"type\": \"associative\", \"value\": []}  | devshell.wrong-type",
        "{\"type\": \"associative\", \"value\": {\"k\": true}} | devshell.wrong-type",
        "{\"type\": \"associative\", \"value\": {\"\\u0000\": \"\"}} | devshell.bad-value",
        "{\"type\": \"exported\", \"value\": \"a\\u0000b\"}  | devshell.bad-value",
        "{\"type\": \"exported\", \"value\": \"\\ud800\"}    | devshell.bad-value",
      })
  void namesTheVariableThatIsWrong(String variable, String code) {
    Problem problem = onlyProblemOf(() -> read(withVariables("\"WRONG\": " + variable)));

    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.message()).contains(".#default", "\"WRONG\"");
    assertThat(problem.hint()).contains("nix print-dev-env --json .#default");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1A", "A-B", "A B", "A=B", "BASH_FUNC_x%%", "\u00e9", "A\\n", "\\u0000"})
  void refusesANameThatBashCannotHold(String name) {
    String json = withVariables("\"" + name + "\": {\"type\": \"exported\", \"value\": \"\"}");

    assertThat(onlyProblemOf(() -> read(json)).code()).isEqualTo("devshell.bad-name");
  }

  @Test
  void showsNoControlCharactersOfTheDevShell() {
    String json = withVariables("\"\\u001b[2J\\u202e\": {\"type\": \"exported\", \"value\": \"\"}");

    assertThat(onlyProblemOf(() -> read(json)).render()).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void reportsAllProblemsAtOnce() {
    String json =
        withVariables(
            """
            "A": {}, "B-": {"type": "var", "value": ""}, "C": {"type": "array", "value": [1, 2]}
            """);

    assertThat(problemsOf(() -> read(json)))
        .extracting(Problem::code)
        .containsExactly(
            "devshell.missing-field",
            "devshell.bad-name",
            "devshell.wrong-type",
            "devshell.wrong-type");
  }
}
