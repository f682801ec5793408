package dev.sandboxed.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.problem.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The audit says which variables are passed, and the launcher's loop passes them: bash is given
 * that very loop, the same rules and a real environment.
 */
class PassRulesIT {

  private static final List<String> NAMES =
      List.of(
          "A",
          "AB",
          "ABC",
          "a",
          "LC_FOO",
          "LC_",
          "LCX",
          "TERM",
          "EDITOR",
          "LD_XYZ",
          "BASH_ENV_X",
          "SANDBOXED",
          "HOME",
          "X_Y_Z",
          "X__Z",
          "PS4",
          "HTTP_PROXY");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "A", "A?", "A*", "?", "??", "*", "LC_*", "LC?*", "*_*", "X_*_Z", "*A*", "HOME",
        "LD_XYZ", "* HOME", "A AB", "TERM E*", "*Y", "A*C", "**"
      })
  void theAuditNamesWhatTheLauncherPasses(String globs) throws Exception {
    PassRules rules = PassRules.of(environment(globs));
    assertThat(passedByBash(rules)).isEqualTo(rules.passing(NAMES));
  }

  /** EDITOR is set by a profile in all of them. */
  private static List<Variable> environment(String globs) {
    Origin origin = new Origin.BuiltIn("test");
    return Stream.<Variable>concat(
            Stream.of(globs.split(" "))
                .filter(glob -> !glob.isEmpty())
                .map(glob -> new Variable.Pass(glob, origin)),
            Stream.of(new Variable.Set("EDITOR", "vim", origin)))
        .toList();
  }

  private static List<String> passedByBash(PassRules rules) throws Exception {
    String script =
        loop() + "\npass=(\"$@\") size=0\nvariables_given\nprintf '%s\\0' \"${given[@]}\"";
    ProcessBuilder bash =
        new ProcessBuilder(
            Stream.concat(Stream.of("bash", "-p", "-c", script, "bash"), rules.lines().stream())
                .toList());
    bash.environment().clear();
    NAMES.forEach(name -> bash.environment().put(name, "value\nof " + name));
    Process process = bash.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    List<String> words = List.of(output.split("\0"));
    return Stream.iterate(0, at -> at + 3 <= words.size(), at -> at + 3)
        .map(at -> word(words.subList(at, at + 3)))
        .sorted()
        .toList();
  }

  private static String word(List<String> setenv) {
    assertThat(setenv).containsExactly("--setenv", setenv.get(1), "value\nof " + setenv.get(1));
    return setenv.get(1);
  }

  /** The launcher's own function, as it is in its source. */
  private static String loop() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("src/main/bash/sandbox"));
    int start = lines.indexOf("variables_given() {");
    List<String> function = lines.subList(start, lines.size());
    return String.join("\n", function.subList(0, function.indexOf("}") + 1));
  }
}
