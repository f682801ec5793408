package dev.sandboxed.nix.store;

import static dev.sandboxed.nix.Failures.onlyProblemOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BuildResultTest {

  private static final String A = "/nix/store/0123456789abcdfghijklmnpqrsvwxyz-a";
  private static final String B = "/nix/store/zyxwvsrqpnmlkjihgfdcba9876543210-b";

  private static List<StorePath> outputs(String json) {
    return BuildResult.outputs(json.replace('\'', '"').replace("A", A).replace("B", B), "build x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'drvPath': 'A.drv', 'outputs': {'out': 'A', 'bin': 'B'}}]",
        "[{'drvPath': 'A.drv', 'outputs': {'out': 'A'}, 'startTime': 1}, {'path': 'B'}]",
        "[{'drvPath': {'drvPath': 'B.drv', 'output': 'out'}, 'outputs': {'out': 'A'}}, 'B', 'A']",
      })
  void findsTheOutputsInTheFormOfEachVersionOfNix(String json) {
    assertThat(outputs(json)).containsExactly(new StorePath(A), new StorePath(B));
  }

  @Test
  void findsNothingInAnEmptyList() {
    assertThat(outputs("[]")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "oops",
        "[",
        "[{}]",
        "[null]",
        "[7]",
        "['/etc/passwd']",
        "['A/bin']",
        "[{'drvPath': 'A.drv', 'outputs': {}}]",
        "[{'drvPath': 'A.drv', 'outputs': {'out': null}}]"
      })
  void refusesAnythingElse(String json) {
    assertThat(onlyProblemOf(() -> outputs(json)).code()).isEqualTo("nix.unreadable");
  }
}
